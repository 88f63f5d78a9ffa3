import * as z from 'zod';
import { S3Error } from './error.ts';

const Condition = z.union([
  z.tuple([z.literal('content-length-range'), z.coerce.number().int(), z.coerce.number().int()]),
  z.tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), z.string()]),
  z.record(z.string(), z.string()),
]);
const Policy = z.object({ expiration: z.iso.datetime(), conditions: z.array(Condition) });

/** Sizes in bytes, inclusive. */
export interface SizeRange {
  min: number;
  max: number;
}

/** Fields that no condition has to cover: they are what is checked by other means. */
const UNCOVERED = new Set(['x-amz-signature', 'file', 'policy']);

/**
 * Checks a form's fields (names in lower case, and `bucket`) against its policy: every condition must hold, every
 * field must be covered by one, and it must not have expired. Gives the sizes that the policy allows.
 */
export function checkPolicy(encoded: string, fields: ReadonlyMap<string, string>, now: number): SizeRange {
  const policy = parsePolicy(encoded);
  if (now > Date.parse(policy.expiration)) throw denied('Policy expired.');
  let range: SizeRange = { min: 0, max: Infinity };
  const covered = new Set<string>();
  for (const condition of policy.conditions.flatMap(toTuples)) {
    if (condition[0] === 'content-length-range') {
      range = { min: Math.max(range.min, condition[1]), max: Math.min(range.max, condition[2]) };
      continue;
    }
    const [operator, variable, expected] = condition;
    const name = variable.slice(1).toLowerCase();
    const value = fields.get(name) ?? '';
    const holds = operator === 'eq' ? value === expected : value.startsWith(expected);
    if (!holds) throw denied(`Policy Condition failed: ${JSON.stringify(condition)}`);
    covered.add(name);
  }
  const extra = [...fields.keys()].find((name) => !covered.has(name) && !mayBeUncovered(name));
  if (extra !== undefined) throw denied(`Extra input fields: ${extra}`);
  return range;
}

function mayBeUncovered(name: string): boolean {
  return UNCOVERED.has(name) || name === 'bucket' || name.startsWith('x-ignore-');
}

type Tuple = Exclude<z.infer<typeof Condition>, Record<string, string>>;

/** `{ key: 'a' }` is short for `['eq', '$key', 'a']`. */
function toTuples(condition: z.infer<typeof Condition>): Tuple[] {
  if (Array.isArray(condition)) return [condition];
  return Object.entries(condition).map(([name, value]) => ['eq', `$${name}`, value]);
}

function parsePolicy(encoded: string): z.infer<typeof Policy> {
  try {
    return Policy.parse(JSON.parse(Buffer.from(encoded, 'base64').toString()));
  } catch (cause) {
    throw new S3Error('InvalidPolicyDocument', 'The policy is not valid JSON of the form that S3 takes.', {
      cause,
    });
  }
}

function denied(reason: string): S3Error {
  return new S3Error('AccessDenied', `Invalid according to Policy: ${reason}`);
}
