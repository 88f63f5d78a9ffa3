/**
 * What an audit can find, by a stable code. `wrong`: a promise is broken, or could be. `leftover`: nothing but room on
 * the disk is lost; a crash in the middle of an attempt leaves such things behind.
 */
export const FINDINGS = {
  'counts.wrong': { weight: 'wrong', meaning: "The job's counters are not what its files say." },
  'files.missing': { weight: 'wrong', meaning: 'The job accepted more files than it has.' },
  'files.waiting': { weight: 'wrong', meaning: 'The job has ended, and a file of it still waits.' },
  'job.wrong_end': { weight: 'wrong', meaning: 'The job ended in a state that its files contradict.' },
  'task.missing': { weight: 'wrong', meaning: 'The file waits for its turn, and no message asks for it.' },
  'original.missing': { weight: 'wrong', meaning: 'The bytes of the original are gone.' },
  'original.changed': { weight: 'wrong', meaning: 'The original is not the one that arrived.' },
  'result.missing': { weight: 'wrong', meaning: 'A result or preview of the file is gone.' },
  'result.changed': { weight: 'wrong', meaning: 'A result is not the one that was stored.' },
  'receipt.missing': { weight: 'wrong', meaning: 'The file ended, and no receipt says so.' },
  'receipt.wrong': { weight: 'wrong', meaning: 'The receipt says something else than the job store.' },
  'receipt.orphan': { weight: 'wrong', meaning: 'There is a receipt of a file that the job does not have.' },
  'mail.missing': { weight: 'wrong', meaning: 'The job ended, and its owner was not told.' },
  'object.orphan': { weight: 'wrong', meaning: 'An object belongs to no job or file.' },
  'object.leftover': {
    weight: 'leftover',
    meaning: 'An object of an attempt that did not count, or of an earlier round.',
  },
} as const satisfies Record<string, { weight: 'wrong' | 'leftover'; meaning: string }>;

export type FindingCode = keyof typeof FINDINGS;

export interface Finding {
  code: FindingCode;
  jobId: string;
  fileId?: string;
  /** Of the object that it is about. */
  object?: { bucket: 'uploads' | 'results'; key: string };
  /** What exactly, with figures. */
  detail: string;
}

/** Whether two looks found the same; figures may have moved on in between. */
export function isSame(a: Finding, b: Finding): boolean {
  return a.code === b.code && a.fileId === b.fileId && a.object?.key === b.object?.key;
}
