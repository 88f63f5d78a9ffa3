import { readFile } from 'node:fs/promises';
import { FilemillError, type Engines } from '@filemill/core';
import { createNoEngines } from '../engines/none.ts';

/**
 * Engines that read plain text and do what its first word says, to try the path of a file without models:
 * `fail` is an error of the file, `crash` one of the machinery, `crash-once` that on the first attempt only.
 */
export function createPlainEngines(): Engines & { analyzed: string[] } {
  const engines = createNoEngines();
  const analyzed: string[] = [];
  const crashed = new Set<string>();
  return {
    ...engines,
    analyzed,
    async analyze(request) {
      const { path, name, signal } = request;
      signal?.throwIfAborted();
      const text = await readFile(path, 'utf8');
      if (text.startsWith('fail')) throw new FilemillError('file.corrupt', 'The file is damaged.');
      if (text.startsWith('crash') && (text.startsWith('crash ') || !crashed.has(name))) {
        crashed.add(name);
        throw new FilemillError('engine.crashed', 'The engine stopped.');
      }
      analyzed.push(name);
      return engines.analyze(request);
    },
  };
}
