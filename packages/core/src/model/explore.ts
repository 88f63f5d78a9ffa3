import { createHash } from 'node:crypto';
import type { System } from './system.ts';

export interface Exploration {
  /** Different states seen. */
  states: number;
  /** Histories followed to an end or to a state seen before. */
  histories: number;
}

/**
 * Goes through everything that can happen, depth first. A state can't be copied, so each branch begins again and
 * repeats the choices that lead to it; a state seen before is not gone into again. Throws at the first violation, with
 * the story that led there.
 */
export async function explore(make: () => System): Promise<Exploration> {
  const seen = new Set<string>();
  const branches: number[][] = [[]];
  let histories = 0;
  for (let branch = branches.pop(); branch; branch = branches.pop()) {
    histories++;
    await follow(make(), branch, { seen, branches });
  }
  return { states: seen.size, histories };
}

async function follow(
  system: System,
  branch: number[],
  found: { seen: Set<string>; branches: number[][] },
): Promise<void> {
  const story: string[] = [];
  const path: number[] = [];
  try {
    for (;;) {
      const choices = system.choices();
      const repeated = path.length < branch.length;
      if (!repeated) {
        system.check();
        if (!isNew(found.seen, system.fingerprint())) return;
        if (choices.length === 0) return system.checkEnd();
        for (let other = 1; other < choices.length; other++) found.branches.push([...path, other]);
      }
      const choice = repeated ? branch[path.length]! : 0;
      path.push(choice);
      story.push(choices[choice]!.label);
      await choices[choice]!.take();
    }
  } catch (error) {
    throw new Error(`${String(error)}\nafter:\n  ${story.join('\n  ')}`, { cause: error });
  }
}

function isNew(seen: Set<string>, fingerprint: string): boolean {
  const hash = createHash('sha1').update(fingerprint).digest('base64');
  if (seen.has(hash)) return false;
  seen.add(hash);
  return true;
}
