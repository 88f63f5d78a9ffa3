import { splitName } from '@filemill/ui/format.ts';
import type { ChosenFile } from './collect.ts';

/** What of the chosen files will be sent, and what not and why: told before a byte is. */
export interface Plan {
  files: ChosenFile[];
  bytes: number;
  leftOut: { name: string; reason: string }[];
}

const MAX_NAME = 1_024;

export function planJob(chosen: ChosenFile[]): Plan {
  const leftOut: Plan['leftOut'] = [];
  const files = chosen.filter(({ name, file }) => {
    const reason = refusal(name, file.size);
    if (reason) leftOut.push({ name, reason });
    return !reason;
  });
  return { files, leftOut, bytes: files.reduce((sum, { file }) => sum + file.size, 0) };
}

function refusal(name: string, size: number): string | undefined {
  if (size === 0) return 'is empty';
  if (name.length > MAX_NAME) return `has a path of more than ${MAX_NAME} characters`;
  return undefined;
}

/** The folder that all files share, else the first file's name and how many more there are. */
export function suggestName(files: { name: string }[]): string {
  const [first] = files;
  if (!first) return '';
  const top = first.name.split('/', 1)[0]!;
  if (first.name.includes('/') && files.every(({ name }) => name.startsWith(`${top}/`)))
    return top.slice(0, 200);
  const base = splitName(first.name).base.slice(0, 150);
  return files.length === 1 ? base : `${base} and ${files.length - 1} more`;
}
