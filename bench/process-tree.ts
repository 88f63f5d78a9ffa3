import { readdir, readFile } from 'node:fs/promises';

const PAGE_BYTES = 4096;

/** Resident memory of a process and all that descend from it, in MB (Linux). Pages they share are counted in each. */
export async function residentMegabytes(root: number): Promise<number> {
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!pid) continue;
    try {
      const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
      const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const statm = await readFile(`/proc/${pid}/statm`, 'latin1');
      parents.set(pid, Number(parent));
      resident.set(pid, Number(statm.split(' ')[1]) * PAGE_BYTES);
    } catch {
      continue; // it ended while we looked
    }
  }
  let bytes = 0;
  for (const pid of parents.keys()) if (descends(pid, root, parents)) bytes += resident.get(pid)!;
  return bytes / 1e6;
}

function descends(pid: number, root: number, parents: Map<number, number>): boolean {
  for (let at: number | undefined = pid; at; at = parents.get(at)) if (at === root) return true;
  return false;
}
