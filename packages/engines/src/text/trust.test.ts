import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf } from './reading.ts';
import { believable, isGood } from './trust.ts';

/** `word:confidence` … */
const line = (spec: string) =>
  lineOf(
    spec.split(' ').map((part, i) => {
      const [text = '', confidence] = part.split(':');
      const rect = { left: i * 50, top: 0, right: i * 50 + 40, bottom: 20 };
      return { text, confidence: Number(confidence), rect };
    }),
  );

test('what texture looks like to an engine is left out, text stays', () => {
  const lines = [
    line('Harbour:0.95 Street:0.93'),
    line('ie:0.3 WwW:0.41 aA:0.2'),
    line('|:0.9'),
    line('4:0.97'),
  ];
  assert.deepEqual(
    believable(lines).map(({ text }) => text),
    ['Harbour Street', '4'],
  );
});

test('a stray mark or an unsure word goes without its line', () => {
  assert.equal(believable([line('Total:0.96 ~:0.7 27.90:0.94 xx:0.1')])[0]!.text, 'Total 27.90');
});

test('a reading is good when nearly all of its words are sure', () => {
  assert.equal(isGood([line('all:0.95 words:0.96 sure:0.94')]), true);
  assert.equal(isGood([line('one:0.95 word:0.96 in:0.97 five:0.95 weak:0.5')]), false);
  assert.equal(isGood([]), false);
});
