import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tokenizer } from './tokenizer.ts';

/** Bytes as GPT-2 writes them: Ġ is a space, Â¿ is ¿, Ã© is é, and æĹ¥, æľ¬ and ãĢĤ are 日, 本 and 。 */
const VOCABULARY =
  'Hello , Ġworld ! Ġ Â¿ Qu Ã© ? Ġ3 . 5 Ġ- Ġno æĹ ¥ æľ ¬ ãĢ Ĥ æľ¬ ãĢĤ Ġ" Ġill - disposed'.split(' ');
const tokenizer = new Tokenizer({
  model: { vocab: Object.fromEntries(VOCABULARY.map((token, id) => [token, id])) },
  added_tokens: [{ id: VOCABULARY.length, content: '<|startoftranscript|>' }],
});

test('tokens become text, special ones become nothing', () => {
  const start = tokenizer.special('<|startoftranscript|>');
  assert.equal(tokenizer.decode([start, ...tokens('Hello , Ġworld !'), start]), 'Hello, world!');
  assert.throws(() => tokenizer.special('<|nothing|>'), /nothing/);
});

test('a word keeps its marks, and is spoken without them', () => {
  assert.deepEqual(tokenizer.splitWords(tokens('Hello , Ġworld !'), 'en'), [
    { text: 'Hello,', spoken: { start: 0, end: 1 } },
    { text: ' world!', spoken: { start: 2, end: 3 } },
  ]);
});

test('opening marks belong to the word after them', () => {
  const words = tokenizer.splitWords(tokens('Ġ Â¿ Qu Ã© ? Ġ- Ġno Ġ" Hello'), 'es');
  assert.deepEqual(
    words.map((word) => word.text),
    [' ¿Qué?', ' - no', ' "Hello'],
  );
});

test('marks inside a word do not split it', () => {
  const words = tokenizer.splitWords(tokens('Ġ3 . 5 Ġill - disposed ,'), 'en');
  assert.deepEqual(words, [
    { text: ' 3.5', spoken: { start: 0, end: 3 } },
    { text: ' ill-disposed,', spoken: { start: 3, end: 6 } },
  ]);
});

test('a character of several tokens stays whole; in languages without spaces each is a word', () => {
  const words = tokenizer.splitWords(tokens('æĹ ¥ æľ¬ ãĢ Ĥ'), 'ja');
  assert.deepEqual(words, [
    { text: '日', spoken: { start: 0, end: 2 } },
    { text: '本。', spoken: { start: 2, end: 3 } },
  ]);
});

function tokens(pieces: string): number[] {
  return pieces.split(' ').map((piece) => VOCABULARY.indexOf(piece));
}
