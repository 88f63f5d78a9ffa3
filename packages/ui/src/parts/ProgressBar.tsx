import { useRef } from 'react';
import classes from './ProgressBar.module.css';

export interface ProgressBarProps {
  /** 0..1. */
  share: number;
  /** For screen readers: progress of what. */
  label: string;
  tone?: 'accent' | 'success' | 'warning' | 'danger' | 'quiet';
  size?: 'thin' | 'normal';
}

/** Progress by work done. It never goes back while it is shown: totals may grow as more is known. */
export function ProgressBar({ share, label, tone = 'accent', size = 'normal' }: ProgressBarProps) {
  const furthest = useRef(0);
  furthest.current = Math.min(1, Math.max(furthest.current, share));
  return (
    <div
      className={classes.track}
      data-size={size}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(furthest.current * 100)}
    >
      <div className={classes.fill} data-tone={tone} style={{ transform: `scaleX(${furthest.current})` }} />
    </div>
  );
}
