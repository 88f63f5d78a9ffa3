import { KindIcon, splitName, StateBadge } from '@filemill/ui';
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconChevronLeft, IconChevronRight, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api } from '../api/client.ts';
import { jobQuery } from '../api/jobs.ts';
import { fileState } from '../api/state.ts';
import type { Analysis, FileDetail } from '../api/types.ts';
import { useKeys } from '../app/keys.ts';
import { toastError } from '../app/toast.ts';
import { ANALYSIS_WORDS } from '../new-job/options.ts';
import classes from './FilePage.module.css';

/** Where the file is, its state, the files around it, and what can be downloaded. */
export function FileHeader({ detail }: { detail: FileDetail }) {
  const { file, previousFileId, nextFileId } = detail;
  const navigate = useNavigate();
  const { data: job } = useQuery(jobQuery(file.jobId));
  const { folder, base } = splitName(file.name);
  const go = (fileId: string | undefined) => {
    if (fileId) void navigate({ to: '/jobs/$jobId/files/$fileId', params: { jobId: file.jobId, fileId } });
  };
  useKeys({ ArrowLeft: () => go(previousFileId), ArrowRight: () => go(nextFileId) });
  return (
    <header className={classes.header}>
      <Tooltip label="Back to the job (Esc)">
        <ActionIcon
          aria-label="Back to the job"
          renderRoot={(props) => <Link to="/jobs/$jobId" params={{ jobId: file.jobId }} {...props} />}
        >
          <IconArrowLeft size={18} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
      <KindIcon kind={file.kind} />
      <div className={classes.names}>
        <h1 className={classes.name} title={file.name}>
          <bdi>{base}</bdi>
        </h1>
        <bdi className={classes.where}>{whereabouts(job?.name, folder)}</bdi>
      </div>
      <span className={classes.state} data-done={file.state === 'succeeded' || undefined}>
        <StateBadge state={fileState(file.state)} since={file.since} reason={file.error?.message} />
      </span>
      <div className={classes.tools}>
        <span className={classes.position}>
          {Number(file.fileId)} / {job?.fileCount ?? '…'}
        </span>
        <Step label="Previous file (←)" to={previousFileId} onGo={go}>
          <IconChevronLeft size={18} stroke={1.8} />
        </Step>
        <Step label="Next file (→)" to={nextFileId} onGo={go}>
          <IconChevronRight size={18} stroke={1.8} />
        </Step>
        <Downloads detail={detail} />
      </div>
    </header>
  );
}

/** The job and the folder in it; a folder that was dropped names its job already. */
function whereabouts(job: string | undefined, folder: string): string {
  const path = folder.replace(/\/$/, '');
  if (!job || path === job || path.startsWith(`${job}/`)) return path;
  return path ? `${job} · ${path}` : job;
}

interface StepProps {
  label: string;
  to: string | undefined;
  onGo: (fileId: string | undefined) => void;
  children: React.ReactNode;
}

function Step({ label, to, onGo, children }: StepProps) {
  return (
    <Tooltip label={label} disabled={!to}>
      <ActionIcon aria-label={label} disabled={!to} onClick={() => onGo(to)}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function Downloads({ detail: { file, downloadUrl } }: { detail: FileDetail }) {
  const saveResult = async (analysis: Analysis) => {
    const { url } = await api.getResult({ jobId: file.jobId, fileId: file.fileId, analysis });
    const link = document.createElement('a');
    link.href = url;
    link.download = `${splitName(file.name).base}.${analysis}.json`;
    link.click();
  };
  const save = (analysis: Analysis) =>
    void saveResult(analysis).catch((error) => toastError('The result could not be downloaded', error));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" className={classes.download} aria-label="Download">
          <IconDownload size={16} />
          <span className={classes.downloadWord}>Download</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {downloadUrl && (
          <Menu.Item component="a" href={downloadUrl}>
            Original
          </Menu.Item>
        )}
        {file.results.map((analysis) => (
          <Menu.Item key={analysis} onClick={() => save(analysis)}>
            {ANALYSIS_WORDS[analysis].title} as JSON
          </Menu.Item>
        ))}
        {file.results.length > 1 && (
          <Menu.Item onClick={() => file.results.forEach(save)}>All results</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
