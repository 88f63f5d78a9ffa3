import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PDFDocument, StandardFonts } from 'pdf-lib';

const SAMPLES = join(import.meta.dirname, '../samples');
const CLIPS = join(import.meta.dirname, '../scripts/samples/librivox');

/** A folder of `copies` of each sample of these names; every copy has bytes of its own, so that none can be reused. */
export async function copiesOfSamples(folder: string, names: string[], copies: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const name of names) {
    const content = await readFile(join(SAMPLES, name));
    for (let i = 0; i < copies; i++) {
      // What follows the end of a picture, PDF or MPEG stream is ignored by whatever reads it.
      await writeFile(join(folder, `${i}-${name}`), Buffer.concat([content, Buffer.from(`\n${i}`)]));
    }
  }
  return folder;
}

/** A PDF of this many pages of text, every tenth of which is a scan. */
export async function longPdf(path: string, pages: number): Promise<string> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const scan = await pdf.embedPng(await readFile(join(SAMPLES, 'letter-scan.png')));
  for (let n = 1; n <= pages; n++) {
    const page = pdf.addPage([595, 842]);
    if (n % 10 === 0) page.drawImage(scan, { x: 0, y: 0, width: 595, height: 842 });
    else
      for (let line = 0; line < 40; line++) {
        const text = `Line ${line} of page ${n}: the quick brown fox jumps over the lazy dog.`;
        page.drawText(text, { x: 60, y: 780 - line * 18, size: 11, font });
      }
  }
  await writeFile(path, await pdf.save());
  return path;
}

/** A recording of this many seconds, in which a sentence is spoken once in every two minutes. */
export async function longRecording(path: string, seconds: number): Promise<string> {
  const rate = 16_000;
  const sentence = (await readFile(join(CLIPS, '0870.wav'))).subarray(44);
  const silence = Buffer.alloc(120 * rate * 2 - sentence.length);
  const rounds = Math.ceil(seconds / 120);
  await pipeline(async function* () {
    yield wavHeader(rounds * 120 * rate * 2, rate);
    for (let i = 0; i < rounds; i++) {
      yield sentence;
      yield silence;
    }
  }, createWriteStream(path));
  return path;
}

/** A folder of this many small files: text, and one picture of a form in every hundred. */
export async function manyFiles(folder: string, count: number): Promise<string> {
  for (let i = 0; i < count; i++) {
    const below = join(folder, String(i % 10));
    await mkdir(below, { recursive: true });
    if (i % 100 === 0) await copyFile(join(SAMPLES, 'form.png'), join(below, `${i}.png`));
    else await writeFile(join(below, `${i}.txt`), `File ${i}\n\n${'A line of text. '.repeat(200)}\n`);
  }
  return folder;
}

/** Header of 16-bit mono PCM. */
function wavHeader(bytes: number, rate: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return header;
}
