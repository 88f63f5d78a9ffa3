import { KindIcon } from '@filemill/ui';
import { useNewJob } from '../new-job/NewJobProvider.tsx';
import { PickButtons } from '../new-job/PickButtons.tsx';
import classes from './DropZone.module.css';

/** The place that says where files go. Dropping works on the whole window; this is its sign. */
export function DropZone({ compact }: { compact: boolean }) {
  const newJob = useNewJob();
  return (
    <section className={classes.zone} data-compact={compact || undefined} aria-label="Drop files">
      <div className={classes.kinds} aria-hidden>
        {(['document', 'image', 'audio', 'video'] as const).map((kind) => (
          <span key={kind} data-kind={kind}>
            <KindIcon kind={kind} size={22} />
          </span>
        ))}
      </div>
      <h2 className={classes.title}>Drop files or folders to read what is in them</h2>
      <p className={classes.text}>
        Scans, documents, photos, recordings and videos become text, tables, labels and transcripts, each
        shown on top of the original.
      </p>
      <div className={classes.pick}>
        <PickButtons onPick={newJob.open} />
      </div>
      <p className={classes.paste}>or paste a screenshot</p>
    </section>
  );
}
