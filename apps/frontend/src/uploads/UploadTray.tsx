import { formatBytes, formatItems, ProgressBar } from '@filemill/ui';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { uploads, useUploads } from './index.ts';
import { TrayJob } from './TrayJob.tsx';
import { uploadTimeLeft } from './time-left.ts';
import type { UploadsSnapshot } from './uploads.ts';
import classes from './UploadTray.module.css';

const LINGER_MS = 5_000;

/** Uploads of this window, on every screen. Goes away by itself when all has arrived. */
export function UploadTray() {
  const snapshot = useUploads();
  const [open, setOpen] = useState(true);
  const { jobs, active, paused } = snapshot;
  const allArrived = !active && jobs.length > 0 && jobs.every((job) => job.failed.length === 0);
  const dismiss = () => jobs.forEach((job) => uploads.drop(job.jobId));
  useEffect(() => {
    if (!allArrived) return;
    const timer = setTimeout(
      () => uploads.getSnapshot().jobs.forEach((job) => uploads.drop(job.jobId)),
      LINGER_MS,
    );
    return () => clearTimeout(timer);
  }, [allArrived]);
  if (jobs.length === 0) return null;

  const total = jobs.reduce((sum, job) => sum + job.totalBytes, 0);
  const sent = jobs.reduce((sum, job) => sum + job.sentBytes, 0);
  const Chevron = open ? IconChevronDown : IconChevronUp;
  return (
    <section className={classes.tray} aria-label="Uploads">
      <header className={classes.head}>
        <div className={classes.title}>
          <strong>{headline(snapshot)}</strong>
          <span className={classes.pace}>
            {active && !paused && pace(total - sent, snapshot.bytesPerSecond)}
          </span>
        </div>
        {active && (
          <TrayButton
            label={paused ? 'Resume uploads' : 'Pause uploads'}
            onClick={paused ? uploads.resume : uploads.pause}
          >
            {paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
          </TrayButton>
        )}
        <TrayButton label={open ? 'Show less' : 'Show more'} onClick={() => setOpen(!open)}>
          <Chevron size={16} />
        </TrayButton>
        {!active && (
          <TrayButton label="Dismiss" onClick={dismiss}>
            <IconX size={16} />
          </TrayButton>
        )}
      </header>
      {/* A new batch begins anew: its bar is another one. */}
      <ProgressBar
        key={jobs.map((job) => job.jobId).join()}
        share={total === 0 ? 1 : sent / total}
        label="Upload of all files"
        size="thin"
        tone={allArrived ? 'success' : paused ? 'quiet' : 'accent'}
      />
      {open && jobs.map((job) => <TrayJob key={job.jobId} job={job} />)}
    </section>
  );
}

function headline({ jobs, active, paused }: UploadsSnapshot): string {
  const done = jobs.reduce((sum, job) => sum + job.doneCount, 0);
  const count = jobs.reduce((sum, job) => sum + job.fileCount, 0);
  const failed = jobs.reduce((sum, job) => sum + job.failed.length, 0);
  if (paused && active) return `Uploads are paused, ${done} of ${formatItems(count, 'file')} done`;
  if (active) return `Uploading ${done} of ${formatItems(count, 'file')}`;
  return failed > 0
    ? `${formatItems(failed, 'file')} did not arrive`
    : `${formatItems(count, 'file')} uploaded`;
}

function pace(left: number, bytesPerSecond: number): string {
  if (bytesPerSecond < 1) return '';
  return `${formatBytes(Math.round(bytesPerSecond))}/s, ${uploadTimeLeft(left, bytesPerSecond)}`;
}

interface TrayButtonProps {
  label: string;
  onClick: () => void;
  children: React.ReactNode;
}

function TrayButton({ label, onClick, children }: TrayButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
