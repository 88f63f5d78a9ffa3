import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CoreScheduler } from './cores.ts';

/** A user that counts the cores it was given. */
function user() {
  return {
    granted: 0,
    grantCore() {
      this.granted++;
    },
  };
}

test('gives out as many cores as there are, and a returned one to who waits', () => {
  const cores = new CoreScheduler(2);
  const [a, b, c] = [user(), user(), user()];
  for (const one of [a, b, c]) cores.request(one);
  assert.deepEqual([a.granted, b.granted, c.granted], [1, 1, 0]);
  assert.deepEqual([cores.isWaiting(b), cores.isWaiting(c)], [false, true]);
  cores.release(a);
  assert.deepEqual([c.granted, cores.held(a), cores.held(c)], [1, 0, 1]);
});

test('lets one user have all cores that nobody else wants, then shares', () => {
  const cores = new CoreScheduler(2);
  const [greedy, modest] = [user(), user()];
  for (let i = 0; i < 5; i++) cores.request(greedy);
  assert.equal(greedy.granted, 2);
  cores.request(modest);
  cores.release(greedy);
  assert.equal(modest.granted, 1, 'the one that holds fewer comes first, though it asked later');
});

test('first come, first served among equals', () => {
  const cores = new CoreScheduler(1);
  const users = [user(), user(), user()];
  const order: number[] = [];
  users.forEach((one, i) => (one.grantCore = () => order.push(i)));
  for (const one of users) cores.request(one);
  for (const one of users) cores.release(one);
  assert.deepEqual(order, [0, 1, 2]);
});

test('takes back what a dead user held, and forgets what it asked for', () => {
  const cores = new CoreScheduler(2);
  const [dead, alive] = [user(), user()];
  for (let i = 0; i < 4; i++) cores.request(dead);
  cores.request(alive);
  cores.forget(dead);
  assert.deepEqual([dead.granted, alive.granted, cores.held(dead)], [2, 1, 0]);
  assert.equal(cores.isWaiting(dead), false);
  cores.request(alive);
  assert.equal(alive.granted, 2);
});

test('a core that was not given cannot be returned', () => {
  const cores = new CoreScheduler(1);
  const [a, b] = [user(), user()];
  cores.release(a);
  cores.request(a);
  cores.request(b);
  assert.deepEqual([a.granted, b.granted], [1, 0]);
});
