import { readdir, readFile } from 'node:fs/promises';

const PAGE_BYTES = 4096;
const TICKS_PER_SECOND = 100;

/** Resident memory of a process and all that descend from it, in MB (Linux). Pages they share are counted in each. */
export async function residentMegabytes(root: number): Promise<number> {
  const tree = await readTree(root);
  return tree.reduce((sum, { residentBytes }) => sum + residentBytes, 0) / 1e6;
}

/** Time on a processor of a process and all that descend from it and have not ended, in seconds (Linux). */
export async function cpuSeconds(root: number): Promise<number> {
  const tree = await readTree(root);
  return tree.reduce((sum, { cpuTicks }) => sum + cpuTicks, 0) / TICKS_PER_SECOND;
}

interface ProcessStat {
  pid: number;
  parent: number;
  residentBytes: number;
  /** In user and kernel mode, with that of children that have ended. */
  cpuTicks: number;
}

async function readTree(root: number): Promise<ProcessStat[]> {
  const all = new Map<number, ProcessStat>();
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!pid) continue;
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined); // it ended while we looked
    if (stat) all.set(pid, parseStat(pid, stat));
  }
  return [...all.values()].filter(({ pid }) => descends(pid, root, all));
}

/** The fields of proc(5)'s `/proc/pid/stat` after the name, which may itself hold spaces and brackets. */
function parseStat(pid: number, stat: string): ProcessStat {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const cpuTicks = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
  return { pid, parent: Number(fields[1]), residentBytes: Number(fields[21]) * PAGE_BYTES, cpuTicks };
}

function descends(pid: number, root: number, all: Map<number, ProcessStat>): boolean {
  for (let at: number | undefined = pid; at; at = all.get(at)?.parent) if (at === root) return true;
  return false;
}
