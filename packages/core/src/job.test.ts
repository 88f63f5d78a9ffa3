import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FILE_STATES, FILE_TRANSITIONS, isTerminalFile, type FileState } from './file.ts';
import { endOf, isEndedJob, JOB_STATES, JOB_TRANSITIONS, NO_FILES, type FileCounts } from './job.ts';

const counts = (some: Partial<FileCounts>): FileCounts => ({ ...NO_FILES, ...some });

test('a job ends only when all of its files have', () => {
  for (const state of FILE_STATES.filter((one) => !isTerminalFile(one))) {
    assert.equal(endOf(counts({ succeeded: 2, [state]: 1 })), undefined, state);
  }
});

test('a job ends as its files did', () => {
  assert.equal(endOf(counts({ succeeded: 3 })), 'succeeded');
  assert.equal(endOf(counts({ succeeded: 2, failed: 1 })), 'partial');
  assert.equal(endOf(counts({ succeeded: 2, cancelled: 1 })), 'partial');
  assert.equal(endOf(counts({ failed: 2, cancelled: 1 })), 'failed');
  assert.equal(endOf(counts({ cancelled: 2 })), 'cancelled');
});

test('every state of a file can be reached, and from every open one the file can end', () => {
  assert.deepEqual(reachable(FILE_TRANSITIONS, 'pending'), new Set(FILE_STATES));
  for (const state of FILE_STATES.filter((one) => !isTerminalFile(one))) {
    assert.ok([...reachable(FILE_TRANSITIONS, state)].some(isTerminalFile), state);
  }
});

test('a succeeded file never changes again', () => {
  assert.deepEqual(FILE_TRANSITIONS['succeeded' satisfies FileState], []);
});

test('every state of a job can be reached, and from every open one but deletion it can end', () => {
  assert.deepEqual(reachable(JOB_TRANSITIONS, 'draft'), new Set(JOB_STATES));
  for (const state of JOB_STATES.filter((one) => one !== 'deleting')) {
    assert.ok([...reachable(JOB_TRANSITIONS, state)].some(isEndedJob) || isEndedJob(state), state);
  }
});

function reachable<S extends string>(table: Record<S, readonly S[]>, from: S): Set<S> {
  const seen = new Set<S>([from]);
  for (const state of seen) for (const next of table[state]) seen.add(next);
  return seen;
}
