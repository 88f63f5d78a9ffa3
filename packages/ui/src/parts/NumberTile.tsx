import { UnstyledButton } from '@mantine/core';
import { formatCount } from '../format.ts';
import type { Tone } from './state.ts';
import classes from './NumberTile.module.css';

export interface NumberTileProps {
  label: string;
  value: number;
  /** Colours the value; use it only where good or bad is certain. */
  tone?: Tone;
  /** Whether what it counts is what is shown below. */
  selected?: boolean;
  onClick: () => void;
}

/** A number that leads to what it counts. */
export function NumberTile({ label, value, tone, selected = false, onClick }: NumberTileProps) {
  return (
    <UnstyledButton className={classes.tile} aria-pressed={selected} onClick={onClick}>
      <span className={classes.label}>{label}</span>
      <span
        className={classes.value}
        data-tone={value > 0 ? tone : undefined}
        data-zero={value === 0 || undefined}
      >
        {formatCount(value)}
      </span>
    </UnstyledButton>
  );
}
