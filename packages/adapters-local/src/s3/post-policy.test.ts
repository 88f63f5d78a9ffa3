import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPolicy } from './post-policy.ts';

const NOW = Date.UTC(2030, 0, 1);
const fields = { key: 'a', policy: 'p', 'x-amz-signature': 's', bucket: 'uploads' };

function check(policy: unknown, form: Record<string, string> = fields): { min: number; max: number } {
  const encoded = Buffer.from(JSON.stringify(policy)).toString('base64');
  return checkPolicy(encoded, new Map(Object.entries(form)), NOW);
}

const expiration = '2030-01-01T00:01:00.000Z';
const key = ['eq', '$key', 'a'];

test('every condition has to hold', () => {
  assert.deepEqual(check({ expiration, conditions: [key, ['content-length-range', 1, 5]] }), {
    min: 1,
    max: 5,
  });
  assert.deepEqual(check({ expiration, conditions: [{ key: 'a' }, { bucket: 'uploads' }] }), {
    min: 0,
    max: Infinity,
  });
  assert.deepEqual(check({ expiration, conditions: [['starts-with', '$key', '']] }), {
    min: 0,
    max: Infinity,
  });
  const narrower = [key, ['content-length-range', 1, 5], ['content-length-range', '3', '9']];
  assert.deepEqual(check({ expiration, conditions: narrower }), { min: 3, max: 5 });
  const refused = [
    ['eq', '$key', 'b'],
    ['starts-with', '$key', 'b'],
    { bucket: 'results' },
    ['eq', '$acl', 'x'],
  ];
  for (const condition of refused) {
    assert.throws(() => check({ expiration, conditions: [key, condition] }), { code: 'AccessDenied' });
  }
});

test('every field has to be covered', () => {
  assert.throws(() => check({ expiration, conditions: [] }), {
    code: 'AccessDenied',
    message: /Extra input fields: key/,
  });
  assert.doesNotThrow(() => check({ expiration, conditions: [key] }, { ...fields, 'x-ignore-me': '1' }));
  assert.throws(() => check({ expiration, conditions: [key] }, { ...fields, acl: 'public' }), {
    code: 'AccessDenied',
  });
});

test('it expires, and has to be a policy', () => {
  const past = '2029-12-31T23:59:59.999Z';
  assert.throws(() => check({ expiration: past, conditions: [key] }), { code: 'AccessDenied' });
  const malformed = [
    {},
    { expiration: 'soon', conditions: [] },
    { expiration, conditions: [['like', '$key', 'a']] },
  ];
  for (const policy of malformed) assert.throws(() => check(policy), { code: 'InvalidPolicyDocument' });
  assert.throws(() => checkPolicy('%%%', new Map(), NOW), { code: 'InvalidPolicyDocument' });
});
