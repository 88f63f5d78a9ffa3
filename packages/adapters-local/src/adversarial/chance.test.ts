import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChance, parseChaos } from './chance.ts';

test('one rate is for all mishaps that are not named', () => {
  const { seed, rates } = parseChaos('seed=7,rate=0.05,drop=0,lag=1');
  assert.deepEqual([seed, rates.refuse, rates.drop, rates.lag], [7, 0.05, 0, 1]);
  assert.equal(parseChaos('drop=0.5').rates.refuse, 0);
});

test('what is neither a seed nor a rate is refused', () => {
  for (const wrong of ['seed=x', 'rate=2', 'rate=', 'nonsense=1', 'rate=0.1,', 'constructor=1'])
    assert.throws(() => parseChaos(wrong), { code: 'input.invalid' }, wrong);
});

test('the same seed gives the same mishaps, another stream others', () => {
  const chaos = parseChaos('seed=7,rate=0.3');
  const draw = (stream: string) => {
    const chance = createChance(chaos, stream);
    return Array.from({ length: 200 }, () => chance.strikes('drop'));
  };
  assert.deepEqual(draw('jobs'), draw('jobs'));
  assert.notDeepEqual(draw('jobs'), draw('blobs'));
  const struck = draw('jobs').filter(Boolean).length;
  assert.ok(struck > 30 && struck < 90, `${struck} of 200 at a rate of 0.3`);
});

test('a rate of 0 never strikes, one of 1 always does', () => {
  const chance = createChance(parseChaos('drop=1'), 'events');
  for (let n = 0; n < 1000; n++)
    assert.deepEqual([chance.strikes('drop'), chance.strikes('lag')], [true, false]);
});
