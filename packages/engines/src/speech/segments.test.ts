import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SegmentBuilder, type HeardWord } from './segments.ts';

test('sentences become segments, abbreviations and numbers end none', () => {
  const texts = segmentsOf(words('Mr. Smith met Dr. Jones at 3. 5 p.m. was late. Was it? Yes! «Oui.» Good.'));
  assert.deepEqual(texts, [
    'Mr. Smith met Dr. Jones at 3. 5 p.m. was late.',
    'Was it?',
    'Yes!',
    '«Oui.»',
    'Good.',
  ]);
});

test('a long pause, another language and great length end a segment', () => {
  const all = words('one two three four');
  all[2]!.start += 2;
  all[2]!.end += 2;
  all[3]!.start += 2;
  all[3]!.end += 2;
  assert.deepEqual(segmentsOf(all), ['one two', 'three four']);
  const [yes, oui] = words('yes oui');
  assert.deepEqual(segmentsOf([yes!, { ...oui!, language: 'fr' }]), ['yes', 'oui']);
  assert.ok(segmentsOf(words('and so on '.repeat(50).trim())).length > 1);
});

test('a segment spans its words and is as sure as they are', () => {
  const builder = new SegmentBuilder();
  const [first, second] = words('Hello there.');
  assert.deepEqual(builder.push({ ...first!, confidence: 0.5 }), []);
  assert.deepEqual(builder.push({ ...second!, confidence: 1 }), []);
  assert.deepEqual(builder.flush(), [
    {
      text: 'Hello there.',
      anchor: { start: 0, end: 0.9 },
      confidence: 0.75,
      language: 'en',
      words: [
        { text: 'Hello', anchor: { start: 0, end: 0.4 }, confidence: 0.5 },
        { text: 'there.', anchor: { start: 0.5, end: 0.9 }, confidence: 1 },
      ],
    },
  ]);
  assert.deepEqual(builder.flush(), []);
});

function segmentsOf(words: HeardWord[]): string[] {
  const builder = new SegmentBuilder();
  const segments = words.flatMap((word) => builder.push(word));
  return [...segments, ...builder.flush()].map((segment) => segment.text);
}

/** Two words a second. */
function words(text: string): HeardWord[] {
  return text.split(' ').map((word, i) => ({
    text: ` ${word}`,
    start: i / 2,
    end: i / 2 + 0.4,
    confidence: 0.9,
    language: 'en',
  }));
}
