import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatPlace, parsePlace, type LinkedPlace } from './place.ts';

test('a link leads back to the place that it was made of', () => {
  const places: LinkedPlace[] = [
    { page: 3 },
    { page: 3, box: [0.1, 0.25, 0.5, 0.0312] },
    { time: 81.4 },
    { time: 0 },
  ];
  for (const place of places) assert.deepEqual(parsePlace(`#${formatPlace(place)}`), place);
});

test('figures are as short as they can be', () => {
  assert.equal(formatPlace({ page: 1, box: [1 / 3, 0, 0.5, 0.123456] }), 'page=1&box=0.3333,0,0.5,0.1235');
  assert.equal(formatPlace({ time: 81.449 }), 't=81.4');
});

test('what names no place is no place', () => {
  for (const hash of ['', '#', '#page=0', '#page=x', '#page=1.5', '#t=-3', '#t=1e9x', '#box=0,0,1,1']) {
    assert.equal(parsePlace(hash), undefined, hash);
  }
  assert.deepEqual(parsePlace('#page=2&box=0,0,7,1'), { page: 2 });
  assert.deepEqual(parsePlace('#page=2&box=0,0,1'), { page: 2 });
});
