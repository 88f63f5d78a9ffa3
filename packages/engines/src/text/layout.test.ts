import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutOf } from './layout.ts';
import type { ReadWord } from './reading.ts';
import { linesOfWords } from './rows.ts';
import type { Ruling, Rulings } from './rulings.ts';

const NO_RULINGS: Rulings = { horizontal: [], vertical: [] };

/** Words of a line whose letters are 10 wide and 20 high. */
function line(x: number, y: number, text: string): ReadWord[] {
  return [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    text: word,
    confidence: 1,
    rect: { left: x + index * 10, top: y, right: x + (index + word.length) * 10, bottom: y + 20 },
  }));
}

const layout = (words: ReadWord[], rulings = NO_RULINGS) => layoutOf(linesOfWords(words), rulings);

const rule = (at: number, from: number, to: number): Ruling => ({ at, from, to, thickness: 2 });

const textOf = (blocks: ReturnType<typeof layout>['blocks']) =>
  blocks.map((block) => block.lines.map((each) => each.text).join('\n'));

test('columns are read one after the other, under the heading that spans them', () => {
  const left = ['the first column begins', 'and goes on in its', 'second and third line'];
  const right = ['then comes the other', 'column with as many', 'lines as the first'];
  const words = line(0, 0, 'A heading that spans both of the two columns below it');
  for (const [i, text] of left.entries()) words.push(...line(0, 60 + i * 30, text));
  for (const [i, text] of right.entries()) words.push(...line(300, 60 + i * 30, text));
  const [heading, ...columns] = textOf(layout(words).blocks);
  assert.equal(heading, 'A heading that spans both of the two columns below it');
  assert.deepEqual(columns, [left.join('\n'), right.join('\n')]);
});

test('paragraphs are parted by a wider gap, headings and lists known by their look', () => {
  const tall = line(0, 0, 'Title').map((word) => ({ ...word, rect: { ...word.rect, bottom: 40 } }));
  const words = [
    ...tall,
    ...[80, 110, 140].flatMap((y) => line(0, y, 'some words of the first paragraph')),
    ...[220, 250].flatMap((y) => line(0, y, 'and some words of the second one')),
    ...[330, 360].flatMap((y) => line(0, y, '• one point of a list')),
  ];
  assert.deepEqual(
    layout(words).blocks.map(({ type, lines }) => [type, lines.length]),
    [
      ['title', 1],
      ['paragraph', 3],
      ['paragraph', 2],
      ['list', 2],
    ],
  );
});

test('a grid of rulings is a table; cells without a ruling between them are one', () => {
  const words = [
    ...line(10, 10, 'Both columns'),
    ...line(10, 50, 'Oak'),
    ...line(210, 50, '18.40'),
    ...line(10, 90, 'Pine'),
    ...line(210, 90, '7.25'),
  ];
  const rulings = {
    horizontal: [0, 40, 80, 120].map((y) => rule(y, 0, 400)),
    vertical: [rule(0, 0, 120), rule(200, 40, 120), rule(400, 0, 120)],
  };
  const { tables, blocks } = layout(words, rulings);
  assert.deepEqual([tables.length, tables[0]!.rows, tables[0]!.columns], [1, 3, 2]);
  assert.deepEqual(
    tables[0]!.cells.map((cell) => [
      cell.row,
      cell.column,
      cell.columnSpan,
      cell.words.map((w) => w.text).join(' '),
    ]),
    [
      [0, 0, 2, 'Both columns'],
      [1, 0, 1, 'Oak'],
      [1, 1, 1, '18.40'],
      [2, 0, 1, 'Pine'],
      [2, 1, 1, '7.25'],
    ],
  );
  assert.deepEqual(textOf(blocks), ['Both columns\nOak\t18.40\nPine\t7.25']);
});

test('aligned entries make a table without rulings; columns of prose do not', () => {
  const rows = [
    ['Month', 'North', 'South'],
    ['May', '120', '8'],
    ['June', '75', '1,204'],
  ];
  const table = rows.flatMap((row, i) => row.flatMap((entry, j) => line(j * 200, i * 40, entry)));
  assert.deepEqual(
    layout(table).tables.map(({ rows, columns, cells }) => [rows, columns, cells.at(-1)!.words[0]!.text]),
    [[3, 3, '1,204']],
  );
  const prose = [0, 30, 60, 90].flatMap((y) => [
    ...line(0, y, 'prose of one column that'),
    ...line(300, y, 'stands beside another one'),
  ]);
  assert.deepEqual(layout(prose).tables, []);
});

test('labels find their values to the right, below, or in the box under them', () => {
  const words = [
    ...line(0, 0, 'Invoice no.: 2024-0381'),
    ...line(400, 0, 'Date:'),
    ...line(500, 0, '14 May 2024'),
    ...line(0, 60, 'Address:'),
    ...line(0, 85, '7 Dock Road'),
    ...line(0, 150, 'Surname'),
    ...line(15, 185, 'Fairweather'),
    ...line(0, 260, 'TOTAL'),
    ...line(300, 260, '661.22'),
  ];
  const box = {
    horizontal: [rule(175, 0, 300), rule(215, 0, 300)],
    vertical: [rule(0, 175, 215), rule(300, 175, 215)],
  };
  assert.deepEqual(
    layout(words, box).fields.map(({ key, value }) => [key.text, value.text]),
    [
      ['Invoice no.:', '2024-0381'],
      ['Date:', '14 May 2024'],
      ['Address:', '7 Dock Road'],
      ['Surname', 'Fairweather'],
      ['TOTAL', '661.22'],
    ],
  );
});

test('a colon within a sentence makes no field', () => {
  const sentence = line(
    0,
    0,
    'He said the following to the whole of the crew: we leave at nine, whatever comes',
  );
  assert.deepEqual(layout(sentence).fields, []);
});

test('Arabic is read from the right, and Chinese is written without spaces', () => {
  const words = [
    ...line(0, 0, 'العالم يا مرحبا'), // as it stands on the page, from the left
    ...line(0, 100, '你好 世界 2024 年'),
  ];
  assert.deepEqual(textOf(layout(words).blocks), ['مرحبا يا العالم', '你好世界 2024 年']);
});
