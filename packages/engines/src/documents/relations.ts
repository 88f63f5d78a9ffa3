import { posix } from 'node:path';
import type { Package } from './package.ts';
import { readWholeXml } from './xml.ts';

/** Parts of an Office document link others by relations: the parts that `part` links, by the relation's id. */
export async function readRelations(parts: Package, part: string): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  const folder = posix.dirname(part);
  const file = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  if (!parts.has(file)) return targets;
  await readWholeXml(parts.stream(file), {
    open(name, { Id, Target, TargetMode }) {
      if (name !== 'Relationship' || !Id || !Target || TargetMode === 'External') return;
      targets.set(Id, posix.resolve('/', folder, Target).slice(1));
    },
  });
  return targets;
}

/** The relation that an element names: `r:id`, whichever prefix the file uses. */
export function relationId(attributes: Record<string, string>): string | undefined {
  return Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1];
}
