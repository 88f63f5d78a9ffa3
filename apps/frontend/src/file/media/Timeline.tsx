import { formatTimestamp } from '@filemill/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type KeyboardEvent, type PointerEvent } from 'react';
import type { Results } from '../model/results.ts';
import type { Tab } from '../search.ts';
import { marksOf } from './marks.ts';
import { MAX_WAVEFORM_SECONDS, readPeaks } from './peaks.ts';
import { usePlayer, usePlayerState } from './player.ts';
import classes from './media.module.css';

interface TimelineProps {
  results: Results;
  tab: Tab;
  /** Of a recording whose sound is drawn; a video has only its marks. */
  waveformUrl?: string;
}

const BARS = 240;
const STEP_SECONDS = 5;

/** Where in the recording one is, and where something was found; click or arrow keys go there. */
export function Timeline({ results, tab, waveformUrl }: TimelineProps) {
  const player = usePlayer();
  const duration = usePlayerState((state) => state.duration);
  const second = usePlayerState((state) => Math.floor(state.time));
  const marks = useMemo(() => marksOf(results, tab, duration), [results, tab, duration]);
  const peaks = usePeaks(duration <= MAX_WAVEFORM_SECONDS ? waveformUrl : undefined);

  const seekTo = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    player.seek(((event.clientX - left) / width) * duration);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -STEP_SECONDS, ArrowRight: STEP_SECONDS }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    player.seek(player.getState().time + step);
  };
  return (
    <div
      className={classes.timeline}
      data-tall={waveformUrl !== undefined || undefined}
      role="slider"
      tabIndex={0}
      aria-label="Position"
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={second}
      aria-valuetext={`${formatTimestamp(second)} of ${formatTimestamp(duration)}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => event.buttons === 1 && seekTo(event)}
      onKeyDown={onKeyDown}
    >
      {peaks && <Waveform peaks={peaks} />}
      <svg className={classes.marks} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden>
        {marks.map(({ start, width }) => (
          <rect key={start} x={start} width={Math.max(width, 0.002)} y={0} height={1} />
        ))}
      </svg>
      <Playhead duration={duration} />
    </div>
  );
}

function usePeaks(url: string | undefined): number[] | undefined {
  const { data } = useQuery({
    queryKey: ['peaks', url?.split('?', 1)[0]],
    queryFn: ({ signal }) => readPeaks(url!, BARS, signal),
    enabled: url !== undefined,
    staleTime: Infinity,
    retry: false,
  });
  return data;
}

function Waveform({ peaks }: { peaks: number[] }) {
  const path = peaks.map((peak, i) => `M${i + 0.5} ${50 - peak * 46 - 1}V${50 + peak * 46 + 1}`).join('');
  return (
    <svg
      className={classes.waveform}
      viewBox={`0 0 ${peaks.length} 100`}
      preserveAspectRatio="none"
      aria-hidden
    >
      <path d={path} />
    </svg>
  );
}

function Playhead({ duration }: { duration: number }) {
  const share = usePlayerState(({ time }) => (duration > 0 ? time / duration : 0));
  return <div className={classes.playhead} style={{ transform: `translateX(${share * 100}%)` }} />;
}
