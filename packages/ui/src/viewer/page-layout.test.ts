import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepPoint, layoutPages, PAGE_GAP, pageAt } from './page-layout.ts';

const a4 = { width: 800, height: 1_100 };
const viewport = { width: 632, height: 500 };

test('fit width uses the whole width, fit page shows the whole page', () => {
  assert.equal(layoutPages([a4], 'width', viewport).scale, 0.75);
  const fitted = layoutPages([a4], 'page', viewport);
  assert.ok(a4.height * fitted.scale <= viewport.height - 2 * PAGE_GAP + 0.001);
});

test('pages follow one another with a gap', () => {
  const layout = layoutPages([a4, a4], 1, viewport);
  assert.deepEqual(layout.tops, [PAGE_GAP, PAGE_GAP + 1_100 + PAGE_GAP]);
  assert.equal(layout.height, 2 * 1_100 + 3 * PAGE_GAP);
});

test('the page at a height is found among thousands', () => {
  const { tops } = layoutPages(
    Array.from({ length: 5_000 }, () => a4),
    1,
    viewport,
  );
  assert.equal(pageAt(tops, 0), 0);
  assert.equal(pageAt(tops, tops[1_234]! + 5), 1_234);
  assert.equal(pageAt(tops, 1e9), 4_999);
});

test('zooming keeps the point under the pointer', () => {
  const before = layoutPages([a4, a4], 1, viewport);
  const after = layoutPages([a4, a4], 2, viewport);
  const point = { x: 100, y: 50 };
  const top = before.tops[1]! + 300 - point.y; // 300 px into the second page
  const scroll = keepPoint(before, after, { left: 0, top }, point);
  assert.equal(scroll.top + point.y, after.tops[1]! + 600);
});
