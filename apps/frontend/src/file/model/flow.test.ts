import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Block } from '@filemill/rpc/client';
import { flows } from './flow.ts';

const block = (widths: number[], type: Block['type'] = 'paragraph'): Block => ({
  type,
  anchor: { page: 1, box: [0.1, 0.1, Math.max(...widths), 0.1] },
  confidence: 1,
  lines: widths.map((width) => ({
    text: '',
    anchor: { page: 1, box: [0.1, 0.1, width, 0.02] },
    confidence: 1,
    words: [],
  })),
});

test('running text flows, however short its last line', () => {
  assert.equal(flows(block([0.8, 0.78, 0.79, 0.2])), true);
});

test('addresses, single lines and other blocks keep their lines', () => {
  assert.equal(flows(block([0.3, 0.2, 0.4])), false);
  assert.equal(flows(block([0.29, 0.3, 0.28])), false);
  assert.equal(flows(block([0.8])), false);
  assert.equal(flows(block([0.8, 0.8], 'code')), false);
});

test('text without a layout has the lines of its author', () => {
  const content: Block = { ...block([0.8, 0.8]), anchor: { page: 1, chars: [0, 10] } };
  assert.equal(flows(content), false);
});
