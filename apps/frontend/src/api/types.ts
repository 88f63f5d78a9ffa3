import type { Client, FileView, JobView } from '@filemill/rpc/client';

type Output<Name extends keyof Client> = Awaited<ReturnType<Client[Name]>>;

export type { FileView, JobView };
export type FileDetail = Output<'getFile'>;
export type Analysis = Output<'getResult'>['analysis'];
export type FileState = FileView['state'];
export type JobState = JobView['state'];
export type AnalysisOptions = JobView['options'];
