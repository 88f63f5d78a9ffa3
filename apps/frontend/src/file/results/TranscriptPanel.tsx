import { formatItems, formatTimestamp } from '@filemill/ui';
import type { Segment } from '@filemill/rpc/client';
import { Button } from '@mantine/core';
import { IconArrowsVertical } from '@tabler/icons-react';
import { memo, useEffect, useRef, useState, type MouseEvent } from 'react';
import { useKeys } from '../../app/keys.ts';
import { languageName } from '../../new-job/options.ts';
import { usePlayer, usePlayerState } from '../media/player.ts';
import { isDoubtful, plainText, type Results } from '../model/results.ts';
import { lastStarted } from '../model/timed.ts';
import { CopyButtons } from './CopyButtons.tsx';
import { PanelBar } from './PanelBar.tsx';
import { VirtualRows, type RowsHandle } from './VirtualRows.tsx';
import classes from './results.module.css';

type Transcript = NonNullable<Results['transcript']>;

/** What is said, following the recording; each word leads to its moment. */
export function TranscriptPanel({ transcript, fileName }: { transcript: Transcript; fileName: string }) {
  const { segments, language } = transcript;
  const player = usePlayer();
  const current = usePlayerState(({ time }) => lastStarted(segments, time));
  const rows = useRef<RowsHandle>(null);
  const [following, setFollowing] = useState(true);
  useEffect(() => {
    if (following && current >= 0) rows.current?.show(current);
  }, [following, current]);
  const go = (step: number) => {
    const next = segments[Math.min(segments.length - 1, Math.max(0, current + step))];
    if (next) player.seek(next.anchor.start);
  };
  useKeys({ j: () => go(1), k: () => go(-1) });

  const onClick = (event: MouseEvent) => {
    const start = (event.target as Element).closest<HTMLElement>('[data-start]')?.dataset.start;
    if (start === undefined || getSelection()?.isCollapsed === false) return;
    setFollowing(true);
    player.seek(Number(start));
  };
  return (
    <>
      <PanelBar summary={summarize(segments, language)}>
        {!following && (
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconArrowsVertical size={13} />}
            onClick={() => setFollowing(true)}
          >
            Follow
          </Button>
        )}
        <CopyButtons text={() => plainText(transcript)} fileName={`${fileName}.txt`} />
      </PanelBar>
      <VirtualRows
        ref={rows}
        label="Transcript"
        rows={segments}
        estimate={58}
        onWheel={() => setFollowing(false)}
        onClick={onClick}
        render={(segment, index) => <SegmentText segment={segment} current={index === current} />}
      />
    </>
  );
}

function summarize(segments: Segment[], language: string | undefined): string {
  const words = segments.reduce((sum, segment) => sum + segment.words.length, 0);
  return [formatItems(words, 'word'), language && languageName(language)].filter(Boolean).join(', ');
}

const SegmentText = memo(function SegmentText({ segment, current }: { segment: Segment; current: boolean }) {
  const { anchor, words, speaker } = segment;
  const word = usePlayerState(({ time }) => (current ? lastStarted(words, time) : -1));
  return (
    <div className={classes.segment} data-current={current || undefined}>
      <button type="button" className={classes.time} data-start={anchor.start}>
        {formatTimestamp(anchor.start)}
      </button>
      <p className={classes.said} dir="auto">
        {speaker && <strong>{speaker}: </strong>}
        {words.length === 0 && <span data-start={anchor.start}>{segment.text}</span>}
        {words.map(({ text, anchor: at, confidence }, index) => (
          <span key={index}>
            <span
              className={classes.word}
              data-start={at.start}
              data-lit={index === word ? 'selected' : undefined}
              data-doubtful={isDoubtful(confidence) || undefined}
            >
              {text}
            </span>{' '}
          </span>
        ))}
      </p>
    </div>
  );
});
