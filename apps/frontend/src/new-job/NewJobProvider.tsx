import { createContext, lazy, Suspense, use, useMemo, useState, type ReactNode } from 'react';
import type { ChosenFile } from './collect.ts';

interface NewJob {
  /** Shows the form for a new job with these files; may be called while it is shown, to add more. */
  open(files: ChosenFile[]): void;
}

const NewJobContext = createContext<NewJob>({ open: () => {} });

export const useNewJob = (): NewJob => use(NewJobContext);

const NewJobDialog = lazy(() => import('./NewJobDialog.tsx'));

/** Holds what has been chosen for a job that is not made yet. */
export function NewJobProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState<ChosenFile[]>();
  const newJob = useMemo<NewJob>(
    () => ({ open: (files) => setChosen((before) => merge(before ?? [], files)) }),
    [],
  );
  return (
    <NewJobContext value={newJob}>
      {children}
      {chosen && (
        <Suspense>
          <NewJobDialog chosen={chosen} onChange={setChosen} onClose={() => setChosen(undefined)} />
        </Suspense>
      )}
    </NewJobContext>
  );
}

/** A file that is chosen twice is there once. */
function merge(before: ChosenFile[], added: ChosenFile[]): ChosenFile[] {
  const known = new Set(before.map(identify));
  return [...before, ...added.filter((file) => !known.has(identify(file)))];
}

const identify = ({ name, file }: ChosenFile): string => `${name}\0${file.size}\0${file.lastModified}`;
