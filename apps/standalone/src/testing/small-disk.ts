import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why there can't be one here; false where there can. Mounting takes root. */
export const noSmallDisk: string | false = tryMount();

export interface SmallDisk {
  dir: string;
  /** Mounts it anew with other options, such as `ro`; nobody may have a file on it open for writing. */
  remount(options: string): void;
  unmount(): void;
}

/** A disk of so many megabytes, in memory. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const dir = mkdtempSync(join(tmpdir(), 'filemill-disk-'));
  mount(dir, `size=${megabytes}m`);
  return {
    dir,
    remount: (options) => run('mount', '-o', `remount,${options}`, dir),
    unmount() {
      run('umount', '--lazy', dir);
      rmSync(dir, { recursive: true });
    },
  };
}

function mount(dir: string, options: string): void {
  run('mount', '-t', 'tmpfs', '-o', options, 'filemill-test', dir);
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: 'pipe' });
}

function tryMount(): string | false {
  try {
    mountSmallDisk(1).unmount();
    return false;
  } catch {
    return 'a small disk can only be mounted as root';
  }
}
