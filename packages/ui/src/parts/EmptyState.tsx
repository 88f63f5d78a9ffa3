import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

export interface EmptyStateProps {
  icon: ReactNode;
  /** One sentence. */
  title: string;
  /** Why, or what to do; where the title doesn't say it all. */
  children?: ReactNode;
  /** One action. */
  action?: ReactNode;
}

/** What a screen shows where there is nothing to show: one sentence, one action. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <span className={classes.icon}>{icon}</span>
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.text}>{children}</div>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
