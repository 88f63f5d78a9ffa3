import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DEFAULT_LIMITS, TextPage, type CharsAnchor, type Limits } from '@filemill/core';
import { OFFICE_TYPES } from '../media/types.ts';
import { docxParts, odt, pptx, wordParagraph, xlsx } from './office.fixture.ts';
import { readDocument } from './read.ts';
import { zip } from './zip.fixture.ts';

let dir: string;
before(async () => (dir = await mkdtemp(join(tmpdir(), 'filemill-documents-'))));
after(() => rm(dir, { recursive: true }));

async function read(content: string | Buffer, mediaType: string, limits: Limits = DEFAULT_LIMITS) {
  const path = join(dir, 'document');
  await writeFile(path, content);
  const pages = await Array.fromAsync(readDocument(path, mediaType, limits));
  for (const page of pages) checkAnchors(TextPage.parse(page));
  return pages;
}

/** Each piece is found in the page's text where its anchor says. */
function checkAnchors({ text, blocks, tables, fields }: TextPage): void {
  const at = (anchor: object) => text.slice(...(anchor as CharsAnchor).chars);
  for (const block of blocks) {
    assert.equal(at(block.anchor), block.lines.map((line) => line.text).join('\n'));
    for (const line of block.lines) {
      assert.equal(at(line.anchor), line.text);
      for (const word of line.words) assert.equal(at(word.anchor), word.text);
    }
  }
  for (const cell of tables.flatMap((table) => table.cells)) assert.equal(at(cell.anchor), cell.text);
  for (const field of fields) assert.equal(at(field.anchor), field.value);
}

const types = (page: TextPage | undefined) => page?.blocks.map((block) => block.type);
const grid = (page: TextPage | undefined) =>
  page?.tables.map((table) => table.cells.map(({ row, column, text }) => `${row}:${column} ${text}`));

test('plain text: paragraphs at empty lines, pages at form feeds', async () => {
  const pages = await read('One\ntwo\n\n\nThree\r\n\fFour', 'text/plain');
  assert.deepEqual(
    pages.map((page) => page.text),
    ['One\ntwo\n\nThree\n', 'Four\n'],
  );
  assert.deepEqual(types(pages[0]), ['paragraph', 'paragraph']);
});

for (const [encoding, bytes] of [
  ['UTF-8 with a mark', Buffer.from('\ufeffnaïve café')],
  ['UTF-16 LE with a mark', Buffer.from('\ufeffnaïve café', 'utf16le')],
  ['UTF-16 LE without', Buffer.from('naïve café', 'utf16le')],
  ['UTF-16 BE with a mark', Buffer.from('\ufeffnaïve café', 'utf16le').swap16()],
  ['Latin-1', Buffer.from('naïve café', 'latin1')],
] as const) {
  test(`plain text in ${encoding}`, async () => {
    const [page] = await read(bytes, 'text/plain');
    assert.equal(page?.text, 'naïve café\n');
  });
}

test('plain text is cut into pages, so that memory stays flat', async () => {
  const pages = await read('A line of a long log, without any empty line\n'.repeat(5000), 'text/plain');
  assert.ok(pages.length > 3);
  assert.ok(pages.every((page) => page.text.length < 60_000));
  assert.equal(pages.flatMap((page) => page.text.match(/^A line.*$/gm)).length, 5000);
});

test('a document of too many pages names the limit', async () => {
  await assert.rejects(read('a\f'.repeat(10), 'text/plain', { ...DEFAULT_LIMITS, documentPages: 5 }), {
    code: 'document.too_many_pages',
    message: /5 pages \(FILEMILL_LIMIT_DOCUMENT_PAGES\)/,
  });
});

test('CSV: quotes, empty fields, and a separator found by itself', async () => {
  const [page] = await read('name;note;sum\n"Ann; B.";;3,50\nCy;"says ""hi""";4,00\n', 'text/csv');
  assert.deepEqual(grid(page), [
    ['0:0 name', '0:1 note', '0:2 sum', '1:0 Ann; B.', '1:2 3,50', '2:0 Cy', '2:1 says "hi"', '2:2 4,00'],
  ]);
  assert.equal(page?.text, 'name\tnote\tsum\nAnn; B.\t\t3,50\nCy\tsays "hi"\t4,00\n');
});

test('CSV of many rows: a page for each thousand', async () => {
  const pages = await read('a,b\n'.repeat(2500), 'text/csv');
  assert.deepEqual(
    pages.map((page) => page.tables[0]?.rows),
    [1000, 1000, 500],
  );
});

test('HTML: what people see, in blocks; no scripts, styles or comments', async () => {
  const [page] = await read(
    `<!doctype html><html><head><title>Hidden</title><style>p{}</style><script>alert("hidden")</script>
     <body><h1>Big <b>news</b></h1><!-- hidden --><p>One&nbsp;&amp; two<br>three<p>Four
     <ul><li>a<li><p>b</p><ol start="3"><li>c</ol></ul><pre>x\n  y</pre>`,
    'text/html',
  );
  assert.equal(page?.text, 'Big news\n\nOne & two\nthree\n\nFour\n\n• a\n• b\n  3. c\n\nx\n  y\n');
  assert.deepEqual(types(page), ['heading', 'paragraph', 'paragraph', 'list', 'code']);
});

test('HTML: cells that span rows and columns keep their places', async () => {
  const [page] = await read(
    '<table><tr><th rowspan=2>a<th colspan=2>b<tr><td>c<td>d<tr><td>e<td><p>f</p><p>g</p></table>',
    'text/html',
  );
  assert.deepEqual(grid(page), [['0:0 a', '0:1 b', '1:1 c', '1:2 d', '2:0 e', '2:1 f g']]);
  assert.deepEqual([page?.tables[0]?.rows, page?.tables[0]?.columns], [3, 3]);
  assert.deepEqual(page?.tables[0]?.cells.map((cell) => [cell.rowSpan, cell.columnSpan]).slice(0, 2), [
    [2, 1],
    [1, 2],
  ]);
});

test('HTML: a table for the layout is no table', async () => {
  const [page] = await read(
    '<table><tr><td>Menu<td>Before<table><tr><td>1<td>2</table>After</table>',
    'text/html',
  );
  assert.deepEqual(grid(page), [['0:0 1', '0:1 2']]);
  assert.equal(page?.text, 'Menu\n\nBefore\n\n1\t2\n\nAfter\n');
});

test('Markdown: without its markup', async () => {
  const [page] = await read(
    '# Title\n\nSome **bold** [link](http://x)\n\n- a\n- b\n\n|k|v|\n|-|-|\n|1|2|\n',
    'text/markdown',
  );
  assert.equal(page?.text, 'Title\n\nSome bold link\n\n• a\n• b\n\nk\tv\n1\t2\n');
  assert.deepEqual(types(page), ['heading', 'paragraph', 'list', 'table']);
});

test('e-mail: headers as fields, the body, a list of attachments', async () => {
  const [page] = await read(
    [
      'From: =?utf-8?q?Ann=C3=A9?= <ann@example.org>',
      'To: bob@example.org',
      'Subject: The plan',
      'Date: Mon, 2 Mar 2026 10:00:00 +0100',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="x"',
      '',
      '--x',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Hello <i>Bob</i></p><p>Bye</p>',
      '--x',
      'Content-Type: text/csv; name="sums.csv"',
      'Content-Disposition: attachment; filename="sums.csv"',
      '',
      'a,b',
      '--x--',
    ].join('\r\n'),
    'message/rfc822',
  );
  assert.deepEqual(
    page?.fields.map(({ key, value }) => [key, value]),
    [
      ['From', 'Anné <ann@example.org>'],
      ['To', 'bob@example.org'],
      ['Subject', 'The plan'],
      ['Date', '2026-03-02T09:00:00.000Z'],
    ],
  );
  assert.match(page?.text ?? '', /Hello Bob\n\nBye\n\nAttachments\n\n• sums\.csv \(text\/csv, \d bytes\)\n$/);
});

test('DOCX: headings, paragraphs and tables', async () => {
  const cell = (text: string) => `<w:tc>${wordParagraph(text)}</w:tc>`;
  const body =
    wordParagraph('Report', 'Heading1') +
    wordParagraph('All is well.') +
    `<w:tbl><w:tr>${cell('k')}${cell('v')}</w:tr><w:tr>${cell('1')}${cell('2')}</w:tr></w:tbl>`;
  const [page] = await read(zip(docxParts(body)), OFFICE_TYPES.docx);
  assert.equal(page?.text, 'Report\n\nAll is well.\n\nk\tv\n1\t2\n');
  assert.deepEqual(types(page), ['heading', 'paragraph', 'table']);
  assert.deepEqual(grid(page), [['0:0 k', '0:1 v', '1:0 1', '1:1 2']]);
});

test('XLSX: a page for each sheet; shared, inline, computed and date values', async () => {
  const pages = await read(
    xlsx(
      {
        Sums:
          '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2"><v>12.5</v></c></row>' +
          '<row r="3"><c r="A3" t="inlineStr"><is><t>in &amp; out</t></is></c><c r="B3" s="1"><v>46083</v></c>' +
          '<c r="C3" t="b"><f>1=1</f><v>1</v></c></row>',
        Empty: '',
      },
      ['shared'],
    ),
    OFFICE_TYPES.xlsx,
  );
  assert.deepEqual(grid(pages[0]), [
    ['0:0 shared', '0:2 12.5', '1:0 in & out', '1:1 2026-03-02', '1:2 TRUE'],
  ]);
  assert.equal(pages[0]?.tables[0]?.name, 'Sums');
  assert.deepEqual([pages.length, pages[1]?.text], [2, '']);
});

test('PPTX: a page for each slide, in the order of showing', async () => {
  const shape = (kind: string, text: string) =>
    `<p:sp><p:nvPr><p:ph type="${kind}"/></p:nvPr><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sp>`;
  const cell = (text: string, attributes = '') =>
    `<a:tc ${attributes}><a:p><a:r><a:t>${text}</a:t></a:r></a:p></a:tc>`;
  const table = `<a:tbl><a:tr>${cell('wide', 'gridSpan="2"')}${cell('', 'hMerge="1"')}</a:tr><a:tr>${cell('1')}${cell('2')}</a:tr></a:tbl>`;
  const pages = await read(
    pptx([shape('title', 'First') + shape('body', 'points'), table]),
    OFFICE_TYPES.pptx,
  );
  assert.deepEqual(
    pages.map((page) => page.text),
    ['First\n\npoints\n', 'wide\n1\t2\n'],
  );
  assert.deepEqual(types(pages[0]), ['title', 'paragraph']);
});

test('ODT: headings, paragraphs, lists and tables; not what was deleted', async () => {
  const cell = (text: string) => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`;
  const [page] = await read(
    odt(
      '<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes><text:h>Head</text:h>' +
        '<text:p>a<text:s text:c="2"/>b<text:line-break/>c<text:span>d</text:span></text:p>' +
        '<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>' +
        `<table:table><table:table-row>${cell('k')}${cell('v')}</table:table-row></table:table>`,
    ),
    OFFICE_TYPES.odt,
  );
  assert.equal(page?.text, 'Head\n\na  b\ncd\n\n• one\n\nk\tv\n');
  assert.deepEqual(types(page), ['heading', 'paragraph', 'list', 'table']);
});

test('XML that declares entities which grow without end is read without expanding them', async () => {
  const entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
  const file = zip({
    mimetype: OFFICE_TYPES.odt,
    'content.xml': `${entities}<office:text><text:p>&b;</text:p></office:text>`,
  });
  await assert.rejects(read(file, OFFICE_TYPES.odt), { code: 'file.corrupt' });
});

for (const mediaType of [OFFICE_TYPES.docx, OFFICE_TYPES.xlsx, OFFICE_TYPES.pptx, OFFICE_TYPES.odt]) {
  test(`a damaged ${mediaType} ends in file.corrupt`, async () => {
    await assert.rejects(read('PK\x03\x04 and nothing else', mediaType), { code: 'file.corrupt' });
    await assert.rejects(read(zip({ 'other.xml': '<x/>' }), mediaType), { code: 'file.corrupt' });
  });
}

test('a bomb that lies about its size is stopped while it unpacks', async () => {
  const parts = docxParts(`<!--${'a'.repeat(5e6)}-->`);
  const limits = { ...DEFAULT_LIMITS, unpackedMegabytes: 2 };
  await assert.rejects(read(zip(parts, { claimedSize: 10 }), OFFICE_TYPES.docx, limits), {
    code: 'archive.bomb',
    message: /2 MB \(FILEMILL_LIMIT_UNPACKED_MEGABYTES\)/,
  });
});
