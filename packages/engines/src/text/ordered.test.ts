import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { inOrder } from './ordered.ts';

test('results come in order however long the steps take, and no more run at once than allowed', async () => {
  let running = 0;
  let most = 0;
  const steps = [30, 1, 10, 1, 5].map((milliseconds, i) => async () => {
    most = Math.max(most, ++running);
    await wait(milliseconds);
    running--;
    return i;
  });
  assert.deepEqual(await Array.fromAsync(inOrder(steps, 2)), [0, 1, 2, 3, 4]);
  assert.equal(most, 2);
});

test('a failure ends the run without beginning further steps', async () => {
  const begun: number[] = [];
  const steps = [0, 1, 2, 3, 4].map((i) => async () => {
    begun.push(i);
    if (i === 1) throw new Error('step 1 fails');
    return i;
  });
  await assert.rejects(Array.fromAsync(inOrder(steps, 2)), /step 1 fails/);
  assert.deepEqual(begun, [0, 1, 2]);
});
