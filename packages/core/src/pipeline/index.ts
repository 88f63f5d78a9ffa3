/**
 * The path of a file, step by step. This is the contents page of the system: each step is one function
 * `(deps, input) → result` that names only the ports it uses, and each may be run twice.
 */
export { createJob, fileIdAt, type NewJob } from './create-job.ts'; //             1  the manifest is checked and frozen
export { requestUpload, type UploadGrant } from './request-upload.ts'; // 2  how to upload one file
export { completeUpload, finishUpload } from './complete-upload.ts'; //  3  the bytes are there; the last closes the set
export { enqueueJob } from './enqueue-job.ts'; //                        4  the closed job becomes one message
export { planJob } from './plan-job.ts'; //                              5  one task a file
export { analyzeFile, type TaskOutcome, type Worker } from './analyze-file.ts'; // 6  the engines run
export { completeFile } from './complete-file.ts'; //                    7  one terminal state; the last ends the job
export { notifyOwner } from './notify-owner.ts'; //                      8  one e-mail
export { keepReceipts } from './keep-receipts.ts'; //                    8  what became of each file, written down
export { reconcile, type Repairs } from './reconcile.ts'; //             9  what a crash left behind is finished

// What people can do beside the path.
export { cancelJob } from './cancel-job.ts';
export { retryFiles } from './retry-files.ts';
export { retryCause, type CauseRetry } from './retry-cause.ts';
export { deleteJob } from './delete-job.ts';
