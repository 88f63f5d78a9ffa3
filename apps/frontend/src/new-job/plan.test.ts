import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planJob, suggestName } from './plan.ts';

const chosen = (name: string, size: number) => ({ name, file: new File(['x'.repeat(size)], name) });

test('empty files and absurd names are left out, with the reason', () => {
  const plan = planJob([chosen('a.pdf', 3), chosen('b.txt', 0), chosen(`${'n'.repeat(1_030)}.txt`, 1)]);
  assert.deepEqual(
    plan.files.map(({ name }) => name),
    ['a.pdf'],
  );
  assert.equal(plan.bytes, 3);
  assert.deepEqual(
    plan.leftOut.map(({ reason }) => reason),
    ['is empty', 'has a path of more than 1024 characters'],
  );
});

test('a job is called after its folder, or after its first file', () => {
  assert.equal(suggestName([{ name: 'scans/a.png' }, { name: 'scans/x/b.png' }]), 'scans');
  assert.equal(suggestName([{ name: 'scans/a.png' }, { name: 'other/b.png' }]), 'a.png and 1 more');
  assert.equal(suggestName([{ name: 'a.png' }]), 'a.png');
});
