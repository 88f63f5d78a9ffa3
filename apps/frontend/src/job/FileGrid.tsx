import { KindIcon, KindTile, ProgressBar, splitName, StateBadge } from '@filemill/ui';
import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { stableUrl } from '../api/stable-url.ts';
import { fileState } from '../api/state.ts';
import type { FileView } from '../api/types.ts';
import { describeFile } from './describe-file.ts';
import type { FilesProps } from './FilesView.tsx';
import classes from './FileGrid.module.css';

const MIN_WIDTH = 168;
const GAP = 12;
const CARD_HEIGHT = 196;

/** A job's files as thumbnails; only the rows on screen exist. */
export function FileGrid({ count, row, current, onRange }: FilesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize();
  const columns = Math.max(2, Math.floor((width + GAP) / (MIN_WIDTH + GAP)));
  const virtualizer = useVirtualizer({
    count: Math.ceil(count / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT + GAP,
    overscan: 3,
  });
  const rows = virtualizer.getVirtualItems();
  const first = (rows[0]?.index ?? 0) * columns;
  const last = ((rows.at(-1)?.index ?? 0) + 1) * columns - 1;
  useEffect(() => onRange(first, last), [onRange, first, last, count]);
  useEffect(() => {
    if (current >= 0) virtualizer.scrollToIndex(Math.floor(current / columns), { align: 'auto' });
  }, [virtualizer, current, columns]);

  return (
    <div ref={scroller} className={classes.scroller} tabIndex={0} aria-label="Files">
      <div ref={ref} className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
        {width > 0 &&
          rows.map(({ index, start }) => (
            <div
              key={index}
              className={classes.row}
              style={{
                transform: `translateY(${start}px)`,
                gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              }}
            >
              {Array.from({ length: Math.min(columns, count - index * columns) }, (_, column) => {
                const position = index * columns + column;
                const file = row(position);
                return file ? (
                  <Card key={position} file={file} current={position === current} />
                ) : (
                  <div key={position} className={classes.card} aria-busy="true" />
                );
              })}
            </div>
          ))}
      </div>
    </div>
  );
}

function Card({ file, current }: { file: FileView; current: boolean }) {
  const { folder, base } = splitName(file.name);
  const about = describeFile(file);
  const { progress } = file;
  return (
    <Link
      to="/jobs/$jobId/files/$fileId"
      params={{ jobId: file.jobId, fileId: file.fileId }}
      className={classes.card}
      data-current={current || undefined}
      title={file.name}
    >
      <Thumbnail file={file} />
      <span className={classes.name}>
        <KindIcon kind={file.kind} size={16} />
        <bdi>{base}</bdi>
      </span>
      <span className={classes.about} data-error={about.isError || undefined}>
        {file.state === 'succeeded' || about.isError ? (
          <bdi title={about.text}>{about.text || folder}</bdi>
        ) : (
          <StateBadge state={fileState(file.state)} plain />
        )}
      </span>
      {progress && (
        <span className={classes.progress}>
          <ProgressBar
            share={progress.done / Math.max(1, progress.total)}
            label={`Analysis of ${base}`}
            size="thin"
          />
        </span>
      )}
    </Link>
  );
}

function Thumbnail({ file }: { file: FileView }) {
  const [broken, setBroken] = useState(false);
  return (
    <span className={classes.thumbnail}>
      {file.thumbnailUrl && !broken ? (
        <img
          src={stableUrl(file.thumbnailUrl)}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setBroken(true)}
        />
      ) : (
        <KindTile kind={file.kind} />
      )}
      {file.state === 'failed' && (
        <span className={classes.flag}>
          <StateBadge state="failed" />
        </span>
      )}
    </span>
  );
}
