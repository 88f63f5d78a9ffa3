import { FilemillError } from '@filemill/core';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MODELS, type ModelFile, type ModelName } from './table.ts';

export type { ModelName } from './table.ts';

/** A larger Whisper is in no package; a folder of own models may hold one. */
export type OwnModelName = `whisper-${string}/${string}`;

/** What a result says of a model file that made it. */
export interface UsedModel {
  name: string;
  sha256: string;
}

interface Verified {
  path: string;
  sha256: string;
}

/** By model folder and name: a file is hashed once in the life of a process. */
const verified = new Map<string, Promise<Verified>>();

/**
 * The absolute path of a model file whose SHA-256 was found right.
 *
 * @param modelsDir A folder of one's own models (`FILEMILL_MODELS`): a file in it that has the model's name is taken
 *   instead of the package's. Its hash must be the one that the folder's `SHA256SUMS` (as `sha256sum` writes it) lists.
 * @throws FilemillError `model.unverified` when the file is missing or has another hash.
 */
export async function verifiedModel(name: ModelName | OwnModelName, modelsDir?: string): Promise<string> {
  return (await verifyOnce(name, modelsDir)).path;
}

/** Name and hash of each, for the `models` of a result. Verifies those that were not verified yet. */
export async function usedModels(
  names: readonly (ModelName | OwnModelName)[],
  modelsDir?: string,
): Promise<UsedModel[]> {
  return Promise.all(
    names.map(async (name) => ({ name, sha256: (await verifyOnce(name, modelsDir)).sha256 })),
  );
}

function verifyOnce(name: ModelName | OwnModelName, modelsDir: string | undefined): Promise<Verified> {
  const key = `${modelsDir ?? ''}\n${name}`;
  let outcome = verified.get(key);
  if (!outcome) {
    outcome = verify(name, modelsDir);
    verified.set(key, outcome);
  }
  return outcome;
}

async function verify(name: ModelName | OwnModelName, modelsDir: string | undefined): Promise<Verified> {
  const own = modelsDir === undefined ? undefined : await findOwn(name, modelsDir);
  const { path, sha256 } = own ?? packaged(name);
  const actual = await sha256OfFile(path).catch((error: unknown) => {
    throw new FilemillError('model.unverified', `The model ${name} cannot be read. ${remedy(own)}`, {
      cause: error,
    });
  });
  if (actual !== sha256) {
    throw new FilemillError(
      'model.unverified',
      `The model ${name} has been changed or damaged. ${remedy(own)}`,
      {
        cause: `${path} has the SHA-256 ${actual}, not ${sha256}`,
      },
    );
  }
  return { path, sha256 };
}

const OWN_REMEDY =
  'Put the right file, or its hash in SHA256SUMS, into the folder that FILEMILL_MODELS names.';

function remedy(own: Verified | undefined): string {
  return own ? OWN_REMEDY : 'Install the packages anew with "npm ci".';
}

function packaged(name: ModelName | OwnModelName): Verified {
  const model: ModelFile | undefined = MODELS[name as ModelName];
  if (!model) throw new FilemillError('model.unverified', `The model ${name} is missing. ${OWN_REMEDY}`);
  // Not import.meta.resolve: some of the packages export neither their models nor their package.json.
  const packageJson = findPackageJSON(model.package, import.meta.url);
  if (!packageJson) {
    throw new FilemillError(
      'model.unverified',
      `The package ${model.package} is missing. ${remedy(undefined)}`,
    );
  }
  return { path: join(dirname(packageJson), model.path), sha256: model.sha256 };
}

async function findOwn(name: ModelName | OwnModelName, modelsDir: string): Promise<Verified | undefined> {
  const path = join(modelsDir, name);
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (!exists) return undefined;
  const sums = await readFile(join(modelsDir, 'SHA256SUMS'), 'utf8').catch((error: unknown) => {
    throw new FilemillError(
      'model.unverified',
      `The folder that FILEMILL_MODELS names has a file ${name} but no SHA256SUMS. Make it there with "sha256sum ${name} >> SHA256SUMS".`,
      { cause: error },
    );
  });
  return { path, sha256: listedSum(sums, name) };
}

/** Lines of SHA256SUMS are `<hash>  <name>`, or `<hash> *<name>` for binary mode. */
function listedSum(sums: string, name: string): string {
  for (const line of sums.split('\n')) {
    const [, sha256, listed] = /^([0-9a-f]{64}) [ *](?:\.\/)?(.+)$/.exec(line.trimEnd()) ?? [];
    if (sha256 && listed === name) return sha256;
  }
  throw new FilemillError(
    'model.unverified',
    `SHA256SUMS in the folder that FILEMILL_MODELS names does not list ${name}. Add it with "sha256sum ${name} >> SHA256SUMS".`,
  );
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
