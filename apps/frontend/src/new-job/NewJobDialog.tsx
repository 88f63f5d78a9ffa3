import { formatBytes, formatItems } from '@filemill/ui';
import { Button, Modal, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Analysis } from '../api/types.ts';
import { ChosenFiles } from './ChosenFiles.tsx';
import type { ChosenFile } from './collect.ts';
import { ANALYSES, toOptions } from './options.ts';
import { OptionFields } from './OptionFields.tsx';
import { PickButtons } from './PickButtons.tsx';
import { planJob, suggestName } from './plan.ts';
import { useCreateJob } from './use-create-job.ts';
import classes from './NewJobDialog.module.css';

interface NewJobDialogProps {
  chosen: ChosenFile[];
  onChange: (files: ChosenFile[]) => void;
  onClose: () => void;
}

/** The form for a new job: its files, its name and what to look for. */
export default function NewJobDialog({ chosen, onChange, onClose }: NewJobDialogProps) {
  const plan = useMemo(() => planJob(chosen), [chosen]);
  const [name, setName] = useState<string>();
  const [analyses, setAnalyses] = useState<Analysis[]>(ANALYSES);
  const [languages, setLanguages] = useState<string[]>([]);
  const create = useCreateJob(onClose);
  const suggested = suggestName(plan.files);
  const ready = plan.files.length > 0 && analyses.length > 0;

  return (
    <Modal opened onClose={onClose} title="New job" size={600}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          create.mutate({
            name: name?.trim() || suggested,
            files: plan.files,
            options: toOptions(analyses, languages),
          });
        }}
      >
        {chosen.length === 0 ? (
          <div className={classes.empty}>
            <p>Drop files or folders here, or paste a screenshot.</p>
            <div className={classes.pick}>
              <PickButtons onPick={onChange} />
            </div>
          </div>
        ) : (
          <>
            <ChosenFiles
              plan={plan}
              onRemove={(file) => onChange(chosen.filter((other) => other !== file))}
            />
            <TextInput
              label="Name"
              placeholder={suggested}
              value={name ?? suggested}
              maxLength={200}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <OptionFields {...{ analyses, languages }} onAnalyses={setAnalyses} onLanguages={setLanguages} />
          </>
        )}
        <footer className={classes.footer}>
          {chosen.length > 0 && <PickMore onPick={(files) => onChange([...chosen, ...files])} />}
          {chosen.length > 0 && (
            <Button type="submit" disabled={!ready} loading={create.isPending} data-autofocus>
              Analyse {formatItems(plan.files.length, 'file')} ({formatBytes(plan.bytes)})
            </Button>
          )}
        </footer>
      </form>
    </Modal>
  );
}

function PickMore({ onPick }: { onPick: (files: ChosenFile[]) => void }) {
  return (
    <div className={classes.more}>
      <PickButtons onPick={onPick} variant="subtle" />
    </div>
  );
}
