import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tokenizer } from './tokenizer.ts';
import { createTimestampRules } from './timestamp-rules.ts';

/** Three words, the end, the start, a language, and the times 0.00, 0.02 … 1.98. */
const WORDS = ['a', 'b', 'c'];
const END = 3;
const FIRST_TIME = 7;
const TIMES = 100;

const tokenizer = new Tokenizer({
  model: { vocab: { a: 0, b: 1, c: 2 } },
  added_tokens: ['<|endoftext|>', '<|startoftranscript|>', '<|en|>', '<|notimestamps|>'].map(
    (content, i) => ({
      id: WORDS.length + i,
      content,
    }),
  ),
});
const rules = createTimestampRules(tokenizer, {
  alignment_heads: [],
  suppress_tokens: [2],
  begin_suppress_tokens: [END],
  lang_to_id: {},
});

test('a window opens with a time in its first second', () => {
  assert.deepEqual(allowed([]), range(FIRST_TIME, FIRST_TIME + 51));
});

test('text follows the time that opens it', () => {
  assert.deepEqual(allowed([time(4)]), [0, 1, END]);
});

test('text goes on, ends, or is closed by a later time', () => {
  assert.deepEqual(allowed([time(4), 0]), [0, 1, END, ...range(time(5), FIRST_TIME + TIMES)]);
});

test('after the time that closes a text comes the one that opens the next, or the end', () => {
  assert.deepEqual(allowed([time(4), 0, time(9)]), [END, ...range(time(9), FIRST_TIME + TIMES)]);
});

test('where times are likelier than every word, a time it is', () => {
  const logits = new Float32Array(FIRST_TIME + TIMES).fill(-4);
  logits[0] = 0;
  rules(logits, [time(4), 1]);
  assert.deepEqual(finite(logits), range(time(5), FIRST_TIME + TIMES));
});

/** Tokens that may follow when words are far likelier than times. */
function allowed(tokens: number[]): number[] {
  const logits = new Float32Array(FIRST_TIME + TIMES).fill(-9);
  logits.fill(0, 0, END + 1);
  rules(logits, tokens);
  return finite(logits);
}

function finite(logits: Float32Array): number[] {
  return [...logits.keys()].filter((token) => logits[token] !== -Infinity);
}

function time(index: number): number {
  return FIRST_TIME + index;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
