import type { ChosenFile } from '../new-job/collect.ts';

interface Missing {
  fileId: string;
  name: string;
  size: number;
}

/**
 * Finds the files that a job still lacks among those that were chosen again: by path and size, or, where the choice
 * begins at another folder, by the end of the path and size.
 */
export function matchFiles(
  missing: Missing[],
  chosen: ChosenFile[],
): { fileId: string; name: string; file: File }[] {
  const bySize = Map.groupBy(chosen, ({ file }) => file.size);
  return missing.flatMap(({ fileId, name, size }) => {
    const match = bySize.get(size)?.find((candidate) => isSamePath(candidate.name, name));
    return match ? [{ fileId, name, file: match.file }] : [];
  });
}

function isSamePath(a: string, b: string): boolean {
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}
