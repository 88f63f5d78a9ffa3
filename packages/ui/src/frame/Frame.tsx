import { Tooltip } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ComponentPropsWithRef, ElementType, ReactNode } from 'react';
import classes from './Frame.module.css';

export interface FrameProps {
  /** Rooms of the app, as RailLinks. They become a bar at the bottom of narrow windows. */
  rooms: ReactNode;
  /** Below the rooms; not shown in narrow windows. */
  railFoot?: ReactNode;
  /** Search and the main action. */
  top: ReactNode;
  /** Across the whole width, above all: what a person must know now. */
  notice?: ReactNode;
  /** Bottom right, above everything. */
  tray?: ReactNode;
  children: ReactNode;
}

/** The frame of an app: rail, top bar, main region. Only the main region scrolls. */
export function Frame({ rooms, railFoot, top, notice, tray, children }: FrameProps) {
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      {notice && <div className={classes.notice}>{notice}</div>}
      <nav className={classes.rail} aria-label="Rooms">
        <Wordmark />
        <div className={classes.rooms}>{rooms}</div>
        {railFoot && <div className={classes.foot}>{railFoot}</div>}
      </nav>
      <header className={classes.top}>{top}</header>
      <main id="main" className={classes.main} tabIndex={-1}>
        {children}
      </main>
      {tray && <div className={classes.tray}>{tray}</div>}
    </div>
  );
}

function Wordmark() {
  return (
    <div className={classes.wordmark}>
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden>
        <rect width="32" height="32" rx="8" fill="var(--fm-accent)" />
        <path
          d="M10 23V9h12M10 16h9"
          fill="none"
          stroke="var(--fm-surface)"
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <circle cx="22" cy="22.5" r="2.2" fill="var(--fm-surface)" />
      </svg>
      <span>Filemill</span>
    </div>
  );
}

export interface RailLinkProps<Link extends ElementType> {
  icon: Icon;
  label: string;
  /** The router's link component; further props are passed to it. */
  link: Link;
}

/** A room in the rail: icon and name, the icon alone where it is narrow. */
export function RailLink<Link extends ElementType>({
  icon: Glyph,
  label,
  link: Target,
  ...props
}: RailLinkProps<Link> & Omit<ComponentPropsWithRef<Link>, keyof RailLinkProps<Link>>) {
  const LinkComponent: ElementType = Target;
  return (
    <Tooltip label={label} position="right" classNames={{ tooltip: classes.narrowOnly }}>
      <LinkComponent className={classes.room} {...props}>
        <Glyph size={18} stroke={1.8} aria-hidden />
        <span>{label}</span>
      </LinkComponent>
    </Tooltip>
  );
}
