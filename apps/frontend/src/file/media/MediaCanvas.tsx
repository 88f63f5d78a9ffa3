import { BoxOverlay } from '@filemill/ui';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconMaximize } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import { useKeys } from '../../app/keys.ts';
import type { FileDetail } from '../../api/types.ts';
import { videoItems } from '../model/pieces.ts';
import type { Results } from '../model/results.ts';
import type { Tab } from '../search.ts';
import { PlayerBar } from './PlayerBar.tsx';
import { usePlayer, usePlayerState } from './player.ts';
import { Timeline } from './Timeline.tsx';
import classes from './media.module.css';

interface MediaCanvasProps {
  detail: FileDetail;
  url: string;
  results: Results;
  tab: Tab;
}

/** A recording with its player; over a video, what the open tab found at this moment. */
export function MediaCanvas({ detail, url, results, tab }: MediaCanvasProps) {
  const { file } = detail;
  const player = usePlayer();
  const failed = usePlayerState((state) => state.failed);
  const media = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  useEffect(() => (media.current ? player.attach(media.current) : undefined), [player, url]);
  useKeys({ ' ': player.toggle });
  const isVideo = file.kind === 'video';
  return (
    <div className={classes.canvas} data-kind={file.kind}>
      {isVideo ? (
        <div ref={stage} className={classes.stage}>
          <div
            className={classes.frame}
            style={{ aspectRatio: `${file.media?.width ?? 16} / ${file.media?.height ?? 9}` }}
          >
            <video ref={media} src={url} preload="metadata" playsInline onClick={player.toggle} />
            <Findings results={results} tab={tab} />
          </div>
        </div>
      ) : (
        <audio ref={media} src={url} preload="metadata" />
      )}
      {failed && (
        <p className={classes.failed} role="status">
          This browser cannot play the recording. What was found in it is beside; the original can be
          downloaded.
        </p>
      )}
      <div className={classes.controls}>
        <Timeline {...{ results, tab }} waveformUrl={isVideo ? undefined : url} />
        <PlayerBar>
          {isVideo && (
            <Tooltip label="Full screen">
              <ActionIcon
                className={classes.full}
                aria-label="Full screen"
                onClick={() => void stage.current?.requestFullscreen()}
              >
                <IconMaximize size={18} stroke={1.8} />
              </ActionIcon>
            </Tooltip>
          )}
        </PlayerBar>
      </div>
    </div>
  );
}

/** Steps of a tenth of a second are enough for boxes. */
function Findings({ results, tab }: { results: Results; tab: Tab }) {
  const tenth = usePlayerState((state) => Math.round(state.time * 10));
  const items = useMemo(() => videoItems(results, tab, tenth / 10), [results, tab, tenth]);
  return (
    <div className={classes.findings}>
      <BoxOverlay items={items} label="Findings at this moment" />
    </div>
  );
}
