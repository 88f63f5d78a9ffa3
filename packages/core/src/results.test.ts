import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Anchor,
  Label,
  Result,
  RESULT_SCHEMA,
  resultJsonSchema,
  resultText,
  Word,
  type TextPage,
} from './results.ts';

const header = {
  schema: RESULT_SCHEMA as typeof RESULT_SCHEMA,
  engine: { name: 'test', version: '1' },
  models: [],
  options: {},
  media: { kind: 'document' as const, mediaType: 'application/pdf', size: 3, sha256: 'a'.repeat(64) },
  seconds: 0.1,
};

test('parsing keeps every member of an anchor, whichever kind it is', () => {
  const inFrame = { start: 3, end: 8.5, box: [0.1, 0.2, 0.3, 0.4] };
  const inPicture = { box: [0.1, 0.2, 0.3, 0.4] };
  for (const anchor of [inFrame, inPicture]) {
    assert.deepEqual(Label.parse({ name: 'dog', confidence: 0.8, anchor }).anchor, anchor);
  }
  const onPage = { page: 2, box: [0.1, 0.2, 0.3, 0.4] };
  const inText = { page: 1, chars: [4, 9] };
  for (const anchor of [onPage, inText, inFrame]) {
    assert.deepEqual(Word.parse({ text: 'word', confidence: 1, anchor }).anchor, anchor);
  }
});

test('an anchor with a wrong member is refused, not taken for one of another kind', () => {
  assert.throws(() => Anchor.parse({ page: 0, box: [0, 0, 1, 1] }));
});

test('a result without its maker is none', () => {
  const result = { ...header, analysis: 'labels', labels: [] };
  assert.deepEqual(Result.parse(result), result);
  assert.throws(() => Result.parse({ analysis: 'labels', labels: [] }));
});

test('the plain text of pages and of speech', () => {
  const page = (text: string): TextPage => ({
    page: 1,
    width: 0,
    height: 0,
    rotation: 0,
    source: 'content',
    confidence: 1,
    text,
    blocks: [],
    tables: [],
    fields: [],
  });
  assert.equal(
    resultText({ ...header, analysis: 'text', pages: [page('one\n'), page('two\n')] }),
    'one\n\f\ntwo',
  );
  const segment = (text: string) => ({ text, anchor: { start: 0, end: 1 }, confidence: 1, words: [] });
  const segments = [segment(' Hello.'), segment(' Bye.')];
  assert.equal(resultText({ ...header, analysis: 'transcript', segments }), 'Hello.\nBye.');
});

test('the schema is published as JSON Schema with each analysis', () => {
  const text = JSON.stringify(resultJsonSchema());
  for (const name of ['text', 'labels', 'faces', 'moderation', 'transcript'])
    assert.ok(text.includes(`"${name}"`));
});
