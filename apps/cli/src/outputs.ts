import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, mkdir, mkdtemp, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RESULT_SCHEMA, type AnalysisOptions, type ErrorRecord, type FileAnalysis } from '@filemill/core';
import { DOCUMENT_SCHEMA, readHeader, writeDocument, type DocumentHeader } from './document.ts';
import { writePlainText } from './plain-text.ts';
import { printable } from './printable.ts';
import { UsageError } from './usage-error.ts';
import type { Input } from './walk.ts';

/** Longest file name, in bytes, that the usual file systems take. */
const NAME_BYTES = 255;

/** How the folder for what is being worked on is called, before the id of the process that it belongs to. */
const ASIDE = '.filemill-';

/** Where an input's outputs are. */
export interface OutputPaths {
  json: string;
  txt: string;
}

/** The folder of outputs. Files appear in it whole or not at all: they are written aside and then renamed. */
export class Outputs {
  readonly folder: string;
  readonly #options: AnalysisOptions;
  /** Inside the folder, so that renaming from it never crosses file systems. */
  readonly #aside: string;

  private constructor(folder: string, aside: string, options: AnalysisOptions) {
    this.folder = folder;
    this.#aside = aside;
    this.#options = options;
  }

  /** Makes the folder if need be; throws a UsageError when it can't be written. */
  static async open(folder: string, options: AnalysisOptions): Promise<Outputs> {
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
      const real = await realpath(folder);
      await removeLeftovers(real);
      return new Outputs(real, await mkdtemp(join(real, `${ASIDE}${process.pid}-`)), options);
    } catch (error) {
      throw new UsageError(`${printable(folder)} can't be written: ${(error as Error).message}`);
    }
  }

  /** Takes away what was being worked on. */
  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#aside, { recursive: true, force: true });
  }

  paths(input: Input): OutputPaths {
    return { json: this.#path(input.name, '.json'), txt: this.#path(input.name, '.txt') };
  }

  /** The same bytes were analysed for the same before, and all of it succeeded. */
  async isDone(input: Input): Promise<boolean> {
    const { json, txt } = this.paths(input);
    const header = await readHeader(json);
    if (!header?.media || header.error || header.failures) return false;
    if (header.resultSchema !== RESULT_SCHEMA) return false;
    if (JSON.stringify(header.options) !== JSON.stringify(this.#options)) return false;
    const [hasText, { size }] = await Promise.all([exists(txt), stat(input.path)]);
    return hasText && size === header.media.size && (await sha256(input.path)) === header.media.sha256;
  }

  /** A new, empty folder for one file's work. */
  workFolder(): Promise<string> {
    return mkdtemp(join(this.#aside, 'work-'));
  }

  async writeResults(input: Input, workFolder: string, analysis: FileAnalysis): Promise<void> {
    const { media, results, failures } = analysis;
    const header = { ...this.#header(input), media, ...(failures.length > 0 && { failures }) };
    const paths = this.paths(input);
    const [json, txt] = [join(workFolder, 'document.json.part'), join(workFolder, 'text.part')];
    await writeDocument(json, header, results);
    await writePlainText(txt, results);
    await mkdir(dirname(paths.json), { recursive: true });
    await rename(txt, paths.txt);
    await rename(json, paths.json); // last: it says that all is done
  }

  /** Says in the document why the file failed; a text from an earlier success would contradict it. */
  async writeFailure(input: Input, workFolder: string, error: ErrorRecord): Promise<void> {
    const paths = this.paths(input);
    const json = join(workFolder, 'document.json.part');
    await writeDocument(json, { ...this.#header(input), error }, []);
    await mkdir(dirname(paths.json), { recursive: true });
    await rm(paths.txt, { force: true });
    await rename(json, paths.json);
  }

  #header(input: Input): DocumentHeader {
    return {
      schema: DOCUMENT_SCHEMA,
      path: input.name,
      options: this.#options,
      resultSchema: RESULT_SCHEMA,
    };
  }

  #path(name: string, extension: string): string {
    const parts = name.split('/');
    const last = parts.pop() ?? '';
    return join(this.folder, ...parts, shorten(last, NAME_BYTES - extension.length) + extension);
  }
}

/** A name that would become too long with its extension ends with a piece of its hash instead. */
function shorten(name: string, bytes: number): string {
  if (Buffer.byteLength(name) <= bytes) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 12);
  let kept = name;
  while (Buffer.byteLength(kept) > bytes - hash.length - 1) kept = Array.from(kept).slice(0, -1).join('');
  return `${kept}~${hash}`;
}

/** A run that was killed could not take its own away. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(ASIDE) ? Number.parseInt(name.slice(ASIDE.length), 10) : Number.NaN;
    if (pid > 0 && !isRunning(pid)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'; // it runs, as somebody else's
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
