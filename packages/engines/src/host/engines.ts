import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import {
  analysesFor,
  FilemillError,
  fromErrorRecord,
  toErrorRecord,
  type Analysis,
  type AnalyzeRequest,
  type Engines,
  type FileAnalysis,
  type Limits,
  type Log,
  type MediaInfo,
  type PreviewFile,
} from '@filemill/core';
import { hasPreviews } from '../media/types.ts';
import type { RoomOutput } from '../room.ts';
import { CoreScheduler } from './cores.ts';
import { cancelled } from './failures.ts';
import { Pool } from './pool.ts';
import { mergeProgress } from './progress.ts';
import { ROLES, type Role } from './protocol.ts';
import { enginesVersion } from './version.ts';

export interface EngineOptions {
  limits: Limits;
  /** Processor cores to use in all; by default those that this process may use. */
  cores?: number;
  /** Folder of models that replace the packaged ones (`FILEMILL_MODELS`). */
  modelsDir?: string;
  /** Seconds after which a worker with nothing to do is ended; default 60. */
  idleSeconds?: number;
  log?: Log;
  /** Modules that export the rooms; tests put their own here. */
  rooms?: Partial<Record<Role, URL>>;
}

/** The room that performs each analysis. */
const ROLE_OF: Record<Analysis, Role> = {
  text: 'text',
  labels: 'vision',
  faces: 'vision',
  moderation: 'vision',
  transcript: 'speech',
};

type Pools = Record<Role, Pool>;

/** The embedded engines: every analysis on this machine, in worker processes that share its cores. */
export function createEngines(options: EngineOptions): Engines {
  const pools = createPools(options);
  return {
    version: enginesVersion(options.modelsDir),
    inspect: (path, name) => pools.media.call('inspect', { path: resolve(path), name }),
    analyze: ({ path, outDir, ...request }) =>
      analyze({ ...request, path: resolve(path), outDir: resolve(outDir) }, pools, options.log),
    close: async () => {
      await Promise.all(ROLES.map((role) => pools[role].close()));
    },
  };
}

function createPools({ limits, modelsDir, rooms, ...options }: EngineOptions): Pools {
  const cores = options.cores ?? availableParallelism();
  const scheduler = new CoreScheduler(cores);
  const poolOf = (role: Role) => {
    const room = (rooms?.[role] ?? new URL(`../${role}/room.ts`, import.meta.url)).href;
    const settings = { room, limits, cores, ...(modelsDir !== undefined && { modelsDir }) };
    return new Pool({ settings, scheduler, size: cores, idleSeconds: options.idleSeconds ?? 60 });
  };
  return { media: poolOf('media'), text: poolOf('text'), vision: poolOf('vision'), speech: poolOf('speech') };
}

async function analyze(request: AnalyzeRequest, pools: Pools, log: Log | undefined): Promise<FileAnalysis> {
  const { path, name, signal } = request;
  const media = request.media ?? (await pools.media.call('inspect', { path, name }, { signal }));
  const analyses = analysesFor(media.kind, request.options);
  if (analyses.length === 0) throw noAnalysis(media);
  const [previews, output] = await Promise.all([
    request.previews === false ? [] : makePreviews(request, media, { pools, log }),
    runRooms(request, media, { pools, analyses }),
  ]);
  if (signal?.aborted) throw cancelled();
  const [firstFailure] = output.failures;
  if (output.results.length === 0 && firstFailure) throw fromErrorRecord(firstFailure.error);
  return { media, ...output, previews };
}

/** Runs the rooms at the same time; the core scheduler sees to it that they don't compute at the same time. */
async function runRooms(
  { signal, onProgress, ...request }: AnalyzeRequest,
  media: MediaInfo,
  { pools, analyses }: { pools: Pools; analyses: Analysis[] },
): Promise<Pick<RoomOutput, 'results' | 'failures'>> {
  const byRole = Map.groupBy(analyses, (analysis) => ROLE_OF[analysis]);
  const reports = mergeProgress(byRole.size, onProgress ?? (() => {}));
  const outputs = await Promise.all(
    [...byRole].map(async ([role, analyses], i) => {
      const input = { ...request, media, analyses };
      try {
        return await pools[role].call('run', input, { signal, onProgress: reports[i] });
      } catch (error) {
        const record = { ...toErrorRecord(error), engine: role };
        return { results: [], failures: analyses.map((analysis) => ({ analysis, error: record })) };
      }
    }),
  );
  const inOrder = (a: { analysis: Analysis }, b: { analysis: Analysis }) =>
    analyses.indexOf(a.analysis) - analyses.indexOf(b.analysis);
  return {
    results: outputs.flatMap((output) => output.results).toSorted(inOrder),
    failures: outputs.flatMap((output) => output.failures).toSorted(inOrder),
  };
}

/** Previews are for looking at only: without them the file's results are as good, so their failure is logged. */
async function makePreviews(
  { signal, path, name, options, outDir }: AnalyzeRequest,
  media: MediaInfo,
  { pools, log }: { pools: Pools; log: Log | undefined },
): Promise<PreviewFile[]> {
  if (!hasPreviews(media)) return [];
  try {
    const input = { path, name, options, outDir, media, analyses: [] };
    return (await pools.media.call('run', input, { signal })).previews ?? [];
  } catch (error) {
    if (!signal?.aborted) log?.warn('preview.failed', { error: toErrorRecord(error) });
    return [];
  }
}

function noAnalysis({ kind, mediaType }: MediaInfo): FilemillError {
  return new FilemillError(
    'file.no_analysis',
    `The file is ${kind === 'document' || kind === 'video' ? 'a' : 'an'} ${kind} (${mediaType}), and none of the chosen analyses applies to that. Choose others.`,
  );
}
