import { Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClock,
  IconLoader2,
  IconStack2,
  IconUpload,
  IconX,
  type Icon,
} from '@tabler/icons-react';
import { formatExact, formatRelative } from '../format.ts';
import { STATES, type State } from './state.ts';
import classes from './StateBadge.module.css';

const ICONS: Record<State, Icon> = {
  waiting: IconClock,
  uploading: IconUpload,
  queued: IconStack2,
  running: IconLoader2,
  done: IconCheck,
  partial: IconAlertTriangle,
  failed: IconX,
  cancelled: IconBan,
};

export interface StateBadgeProps {
  state: State;
  /** ISO 8601: when it was entered; shown on hover. */
  since?: string;
  /** Why; shown on hover. */
  reason?: string;
  /** Icon and word without the tinted ground, for rows of a table. */
  plain?: boolean;
}

/** Icon, word and colour of a state. */
export function StateBadge({ state, since, reason, plain = false }: StateBadgeProps) {
  const { word, tone } = STATES[state];
  const Glyph = ICONS[state];
  const badge = (
    <span className={classes.badge} data-tone={tone} data-plain={plain || undefined} data-state={state}>
      <Glyph size={14} stroke={2.2} aria-hidden />
      {word}
    </span>
  );
  if (!since && !reason) return badge;
  const when = since && `${word} since ${formatRelative(since)} (${formatExact(since)})`;
  return <Tooltip label={[reason, when].filter(Boolean).join(' · ')}>{badge}</Tooltip>;
}
