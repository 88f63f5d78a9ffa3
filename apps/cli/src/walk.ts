import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { printable } from './printable.ts';
import { UsageError } from './usage-error.ts';

/** A file to analyse. */
export interface Input {
  /** Absolute. */
  path: string;
  /** Below the deepest folder that holds all PATHs, parted by `/`: names its outputs, and never leads out of them. */
  name: string;
}

/** Something in a folder that is not analysed, and why. */
export interface LeftOut {
  path: string;
  reason: 'hidden' | 'symbolic link' | 'not a file' | 'unreadable folder';
}

export interface Roots {
  paths: string[];
  base: string;
}

/** Resolves the PATHs of the command line; throws a UsageError for one that is neither a file nor a folder. */
export async function resolveRoots(paths: string[]): Promise<Roots> {
  const resolved = new Set<string>();
  const folders: string[] = [];
  for (const path of paths) {
    const real = await realpath(path).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(
        `${printable(path)}: ${error.code === 'ENOENT' ? 'no such file or folder' : error.message}`,
      );
    });
    const info = await stat(real);
    if (!info.isFile() && !info.isDirectory())
      throw new UsageError(`${printable(path)} is neither a file nor a folder.`);
    resolved.add(real);
    folders.push(info.isDirectory() ? real : dirname(real));
  }
  return { paths: [...resolved], base: commonFolder(folders) };
}

/**
 * All files below the roots, one by one, in an order that depends on the names only. Within folders, hidden entries and
 * symbolic links are left out: a link's target is found under its own name if it is inside, and is nobody's business
 * if it is outside. The folder `except` (the outputs) is left out too.
 */
export async function* walk(
  roots: Roots,
  except: string,
  leftOut: (entry: LeftOut) => void = () => {},
): AsyncGenerator<Input> {
  for (const path of roots.paths) {
    if (roots.paths.some((other) => isBelow(path, other))) continue; // found on the way through the other
    yield* visit(path, await stat(path), { base: roots.base, except, leftOut });
  }
}

interface Visit {
  base: string;
  except: string;
  leftOut: (entry: LeftOut) => void;
}

async function* visit(path: string, entry: Stats | Dirent, options: Visit): AsyncGenerator<Input> {
  if (entry.isFile()) {
    yield { path, name: relative(options.base, path).replaceAll(sep, '/') };
  } else if (entry.isDirectory()) {
    if (path !== options.except) yield* visitFolder(path, options);
  } else {
    options.leftOut({ path, reason: entry.isSymbolicLink() ? 'symbolic link' : 'not a file' });
  }
}

async function* visitFolder(folder: string, options: Visit): AsyncGenerator<Input> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch {
    options.leftOut({ path: folder, reason: 'unreadable folder' });
    return;
  }
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) options.leftOut({ path, reason: 'hidden' });
    else yield* visit(path, entry, options);
  }
}

/** `/a/b` for `/a/b/c` and `/a/b`. */
function commonFolder(folders: string[]): string {
  return folders.reduce((common, folder) => {
    let candidate = common;
    while (candidate !== folder && !isBelow(folder, candidate)) candidate = dirname(candidate);
    return candidate;
  });
}

export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
