import { createFocusStore, FocusContext, SkeletonRows, usePageTitle } from '@filemill/ui';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useLocation } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { fileQuery } from '../api/jobs.ts';
import type { FileDetail } from '../api/types.ts';
import { ScreenError } from '../app/ScreenError.tsx';
import { FileHeader } from './FileHeader.tsx';
import { createPlayer, PlayerContext } from './media/player.ts';
import { parsePlace } from './model/place.ts';
import { Viewer } from './Viewer.tsx';
import classes from './FilePage.module.css';

const route = getRouteApi('/jobs/$jobId/files/$fileId');

/** A file: the original with what was found in it. */
export function FilePage() {
  const { jobId, fileId } = route.useParams();
  const { data: detail, error, refetch } = useQuery(fileQuery(jobId, fileId));
  usePageTitle(detail?.file.name ?? 'File');
  if (!detail) {
    if (error) return <ScreenError error={error} reset={() => void refetch()} />;
    return (
      <div className={classes.loading}>
        <SkeletonRows />
      </div>
    );
  }
  return <File key={`${jobId} ${fileId}`} detail={detail} />;
}

function File({ detail }: { detail: FileDetail }) {
  const hash = useLocation({ select: (location) => location.hash });
  const linked = useMemo(() => parsePlace(hash), [hash]);
  const focus = useMemo(createFocusStore, []);
  const duration = detail.file.media?.duration ?? 0;
  const player = useMemo(() => createPlayer(duration), [duration]);
  const time = linked && 'time' in linked ? linked.time : undefined;
  useEffect(() => {
    if (time !== undefined) player.seek(time);
  }, [player, time]);
  return (
    <FocusContext value={focus}>
      <PlayerContext value={player}>
        <div className={classes.page}>
          <FileHeader detail={detail} />
          <Viewer detail={detail} linked={linked} />
        </div>
      </PlayerContext>
    </FocusContext>
  );
}
