import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { DEFAULT_LIMITS } from '@filemill/core';
import { compoundFile } from './compound.fixture.ts';
import { sniff } from './sniff.ts';
import { OFFICE_TYPES } from './types.ts';
import { docxParts, odt, pptx, xlsx } from '../documents/office.fixture.ts';
import { zip } from '../documents/zip.fixture.ts';

let dir: string;
before(async () => (dir = await mkdtemp(join(tmpdir(), 'filemill-sniff-'))));
after(() => rm(dir, { recursive: true }));

async function typeOf(content: string | Buffer, name: string, limits = DEFAULT_LIMITS): Promise<string> {
  const path = join(dir, 'file');
  await writeFile(path, content);
  return sniff(path, name, limits);
}

const MAIL = 'From: a@example.org\nTo: b@example.org\nSubject: Hi\n\nHello\n';
const FTYP = (brand: string) => Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0${brand}mif1`, 'latin1');

for (const [content, name, expected] of [
  ['Dear all,\nplease find …', 'letter.txt', 'text/plain'],
  ['BMW is a maker of cars', 'cars', 'text/plain'],
  ['MZ, GIF and PK are letters', 'letters', 'text/plain'],
  [Buffer.from('Gr\xfc\xdfe', 'latin1'), 'gruss.txt', 'text/plain'],
  [Buffer.from('\ufeffhello', 'utf16le'), 'wide.txt', 'text/plain'],
  ['a,b\n1,2\n3,4\n', 'table.csv', 'text/csv'],
  ['a,b\n1,2\n3,4\n', 'table', 'text/csv'],
  ['a,b\n1,2\n3,4\n', 'table.txt', 'text/plain'],
  ['Well, yes.\nNo.\nPerhaps, and then, not.\n', 'talk', 'text/plain'],
  ['# Title\n\nSome [link](http://x)\n', 'readme', 'text/markdown'],
  ['no markup at all', 'notes.md', 'text/markdown'],
  ['# a comment\nset -e\n', 'script.sh', 'text/plain'],
  ['{"a": [1, 2]}', 'data.json', 'text/plain'],
  ['<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE html>\n<html>', 'page', 'text/html'],
  ['<p>A piece of HTML', 'piece.htm', 'text/html'],
  ['<?xml version="1.0"?><note>hello</note>', 'note.xml', 'text/plain'],
  [MAIL, 'message', 'message/rfc822'],
  [`From a@example.org Mon Mar  2 10:00:00 2026\n${MAIL}`, 'message.txt', 'message/rfc822'],
  ['Subject: not mail\n\nnobody sent this', 'memo.txt', 'text/plain'],
  ['%PDF-1.7\n…', 'scan.png', 'application/pdf'],
  [Buffer.from('\0\x01junk\n%PDF-1.4\n1 0 obj\n', 'latin1'), 'junk.pdf', 'application/pdf'],
  ['The header is %PDF-1.4, as one sees.', 'about.txt', 'text/plain'],
  [zip(docxParts('')), 'report.zip', OFFICE_TYPES.docx],
  [xlsx({ A: '' }, []), 'sums', OFFICE_TYPES.xlsx],
  [pptx([]), 'talk', OFFICE_TYPES.pptx],
  [odt(''), 'letter', OFFICE_TYPES.odt],
  [FTYP('heic'), 'photo.jpg', 'image/heic'],
  [FTYP('avif'), 'photo.jpg', 'image/avif'],
  [FTYP('M4A '), 'voice', 'audio/mp4'],
  [FTYP('isom'), 'film', 'video/mp4'],
] as const) {
  test(`${name}: ${JSON.stringify(String(content).slice(0, 30))} is ${expected}`, async () => {
    assert.equal(await typeOf(content, name), expected);
  });
}

for (const format of ['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff'] as const) {
  test(`a ${format} picture under a wrong name`, async () => {
    const picture = sharp({ create: { width: 2, height: 2, channels: 3, background: '#888' } });
    assert.equal(await typeOf(await picture.toFormat(format).toBuffer(), 'letter.docx'), `image/${format}`);
  });
}

for (const [content, name, code, message] of [
  ['', 'nothing.pdf', 'file.empty', /empty/],
  ['<svg xmlns="http://www.w3.org/2000/svg">', 'logo.png', 'file.unsupported', /SVG.*PNG or PDF/],
  ['<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a" "b"><svg>', 'logo', 'file.unsupported', /SVG/],
  ['{\\rtf1\\ansi Hello}', 'letter.doc', 'file.unsupported', /RTF.*DOCX or PDF/],
  ['%!PS-Adobe-3.0', 'a.ps', 'file.unsupported', /PostScript/],
  [Buffer.from('7f454c4602010100', 'hex'), 'program', 'file.unsupported', /application\/x-elf/],
  [
    Buffer.from('0001020304050607', 'hex'),
    'photo.jpg',
    'file.unsupported',
    /no type that Filemill knows.*PDF, DOCX/,
  ],
  [zip({ 'a.txt': 'a' }), 'pile.docx', 'file.unsupported', /ZIP archive.*Unpack/],
  [zip({ mimetype: 'application/epub+zip' }), 'book', 'file.unsupported', /EPUB/],
  [zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' }), 'a.ods', 'file.unsupported', /XLSX/],
  [zip({ 'xl/workbook.bin': '' }), 'a.xlsb', 'file.unsupported', /xlsb.*XLSX/],
  [zip(docxParts('')).subarray(0, 500), 'half.docx', 'file.corrupt', /damaged or incomplete/],
  [zip(docxParts(''), { encrypted: true }), 'secret.docx', 'file.encrypted', /password/],
  [odt('', '<manifest:encryption-data/>'), 'secret.odt', 'file.encrypted', /password/],
  [compoundFile('EncryptedPackage'), 'secret.docx', 'file.encrypted', /password/],
  [compoundFile('WordDocument'), 'old.doc', 'file.unsupported', /old Word.*DOCX or PDF/],
  [compoundFile('Workbook'), 'old.xls', 'file.unsupported', /old Excel.*XLSX or PDF/],
  [compoundFile('PowerPoint Document'), 'old.ppt', 'file.unsupported', /PPTX or PDF/],
  [compoundFile('Something'), 'thing', 'file.unsupported', /compound file/],
] as const) {
  test(`${name}: ${JSON.stringify(String(content).slice(0, 20))} ends in ${code}`, async () => {
    await assert.rejects(typeOf(content, name), { code, message });
  });
}

test('a document whose parts say that they unpack to more than the limit', async () => {
  const bomb = zip(docxParts('x'.repeat(3e6)));
  assert.ok(bomb.length < 20_000);
  await assert.rejects(typeOf(bomb, 'bomb.docx', { ...DEFAULT_LIMITS, unpackedMegabytes: 2 }), {
    code: 'archive.bomb',
    message: /2 MB \(FILEMILL_LIMIT_UNPACKED_MEGABYTES\)/,
  });
});

test('a document whose parts name places outside of it', async () => {
  await assert.rejects(typeOf(zip({ ...docxParts(''), '../evil.xml': '' }), 'a.docx'), {
    code: 'file.corrupt',
  });
  assert.deepEqual(await readdir(dir), ['file']);
});

for (const name of ['two\nlines.pdf', '😀.pdf', '\u202Efdp.exe', '../../etc/passwd', '', 'a'.repeat(5000)]) {
  test(`a name decides nothing that the content does: ${JSON.stringify(name.slice(0, 20))}`, async () => {
    assert.equal(await typeOf('%PDF-1.7\n', name), 'application/pdf');
    assert.equal(await typeOf('words', name), 'text/plain');
  });
}
