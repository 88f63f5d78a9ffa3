import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Label, Word } from './results.ts';

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
