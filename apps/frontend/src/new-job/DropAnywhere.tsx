import { IconUpload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { toastError } from '../app/toast.ts';
import { collectDrop, collectPaste } from './collect.ts';
import { useNewJob } from './NewJobProvider.tsx';
import classes from './DropAnywhere.module.css';

/** Takes files that are dropped or pasted on any screen. */
export function DropAnywhere() {
  const newJob = useNewJob();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const on = <Name extends keyof WindowEventMap>(
      name: Name,
      handle: (event: WindowEventMap[Name]) => void,
    ) => addEventListener(name, handle, { signal: stop.signal });
    on('dragover', (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(true);
    });
    on('dragleave', (event) => event.relatedTarget === null && setOver(false));
    on('drop', (event) => {
      setOver(false);
      if (!event.dataTransfer || !carriesFiles(event)) return;
      event.preventDefault();
      collectDrop(event.dataTransfer).then(newJob.open, (error) =>
        toastError('What was dropped could not be read', error),
      );
    });
    on('paste', ({ clipboardData }) => {
      if (clipboardData && clipboardData.files.length > 0) newJob.open(collectPaste(clipboardData));
    });
    return () => stop.abort();
  }, [newJob]);
  if (!over) return null;
  return (
    <div className={classes.overlay}>
      <div className={classes.sign}>
        <IconUpload size={28} stroke={1.7} aria-hidden />
        Drop to make a job
      </div>
    </div>
  );
}

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
