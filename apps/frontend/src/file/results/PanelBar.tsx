import type { ReactNode } from 'react';
import classes from './results.module.css';

/** Above a panel: what it holds, and what can be done with all of it. */
export function PanelBar({ summary, children }: { summary: string; children?: ReactNode }) {
  return (
    <div className={classes.bar}>
      <span className={classes.summary}>{summary}</span>
      {children}
    </div>
  );
}
