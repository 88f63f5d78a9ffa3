import { readdir, readFile } from 'node:fs/promises';

/** Ids of all processes that were started for a data folder: they have its name in their environment (Linux). */
export async function processesOf(dataDir: string): Promise<number[]> {
  const wanted = `FILEMILL_DATA=${dataDir}\0`;
  const pids = (await readdir('/proc')).map(Number).filter(Boolean);
  const found = await Promise.all(
    pids.map(async (pid) => {
      // It may have ended since it was listed, or be another user's.
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
      return environment.includes(wanted) ? pid : undefined;
    }),
  );
  return found.filter((pid) => pid !== undefined);
}
