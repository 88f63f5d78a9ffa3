import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../api/client.ts';
import type { AnalysisOptions } from '../api/types.ts';
import { uploads } from '../uploads/index.ts';
import type { ChosenFile } from './collect.ts';

interface NewJobRequest {
  name: string;
  files: ChosenFile[];
  options: AnalysisOptions;
}

/** Makes the job, begins its uploads and goes to its page. */
export function useCreateJob(onCreated: () => void) {
  const navigate = useNavigate();
  const client = useQueryClient();
  // One key for the whole form: pressing twice, or again after a lost answer, makes one job.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  return useMutation({
    meta: { failure: 'The job could not be made' },
    mutationFn: ({ name, files, options }: NewJobRequest) =>
      api.createJob({
        name,
        options,
        idempotencyKey,
        files: files.map((chosen) => ({
          name: chosen.name,
          size: chosen.file.size,
          contentType: chosen.file.type.slice(0, 200) || undefined,
        })),
      }),
    onSuccess: ({ job, fileIds }, { files }) => {
      const { jobId, name } = job;
      uploads.add(
        { jobId, name },
        files.map((chosen, index) => ({ fileId: fileIds[index]!, name: chosen.name, file: chosen.file })),
      );
      void client.invalidateQueries({ queryKey: ['jobs', 'list'] });
      onCreated();
      void navigate({ to: '/jobs/$jobId', params: { jobId } });
    },
  });
}
