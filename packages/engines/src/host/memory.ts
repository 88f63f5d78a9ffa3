import { readFile } from 'node:fs/promises';

/**
 * Resident memory of a process and all its descendants, in megabytes (10⁶ bytes). 0 for a process that has ended, and
 * on systems without /proc: there only the heap's own limit holds.
 */
export async function residentMegabytes(pid: number): Promise<number> {
  const [status, children] = await Promise.all([
    readOrEmpty(`/proc/${pid}/status`),
    readOrEmpty(`/proc/${pid}/task/${pid}/children`),
  ]);
  const kibibytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
  const pids = children.split(' ').filter(Boolean).map(Number);
  const descendants = await Promise.all(pids.map(residentMegabytes));
  return descendants.reduce((sum, megabytes) => sum + megabytes, (kibibytes * 1024) / 1e6);
}

/** A process can end between any two reads, which is no error here. */
async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1');
  } catch {
    return '';
  }
}
