/**
 * Makes the files of samples/ and samples/truth.json, which says what is in them. Their origins and licences are in
 * samples/README.md. Needs an `ffmpeg` program with libx264 and the Liberation fonts; run: `node scripts/samples/make.ts`
 */
import { readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { badScan, phonePhoto } from './camera.ts';
import { REPORT_FIRST, REPORT_LAST, fillableForm, report } from './documents.ts';
import { encodeSound, film } from './media.ts';
import { FORM_FIELDS, TABLE_ROWS, form, letter, receipt, render, table } from './pages.ts';
import { mix, music, speech, toWav } from './sound.ts';

/** What a sample really holds. Only what is named is known. */
interface Truth {
  /** Text lines of each page in reading order. */
  pages?: string[][];
  fields?: Record<string, string>;
  table?: string[][];
  /** COCO names of things that are clearly to be seen. */
  labels?: string[];
  /** Faces that look towards the camera. */
  faces?: number;
  transcript?: string;
  language?: string;
}

const truth: Record<string, Truth> = {};
const SAMPLES = new URL('../../samples/', import.meta.url);

async function save(name: string, content: Uint8Array, known: Truth): Promise<void> {
  truth[name] = known;
  await writeFile(new URL(name, SAMPLES), content);
  console.log(`${name}: ${(content.length / 1024).toFixed(0)} KB`);
}

async function makePages(): Promise<void> {
  const [page, filledForm, stock, till] = [letter(), form(), table(), receipt()];
  const letterPng = await render(page);
  await save('letter-scan.png', letterPng, { pages: [page.lines], language: 'en' });
  const askew = await badScan(await render(letter('Liberation Sans')), 2.4);
  await save('letter-skewed.jpg', askew, { pages: [page.lines], language: 'en' });

  const fields = Object.fromEntries(FORM_FIELDS);
  await save('form.png', await render(filledForm), { pages: [filledForm.lines], fields });
  await save('form-fillable.pdf', await fillableForm(), { fields });
  await save('table.png', await render(stock), { pages: [stock.lines], table: TABLE_ROWS });

  const photo = await phonePhoto(
    await render(till),
    [1500, 2000],
    [
      [330, 190],
      [1190, 265],
      [1325, 1800],
      [205, 1690],
    ],
  );
  await save('receipt-photo.jpg', photo, { pages: [till.lines], fields: { TOTAL: '27.90' } });

  const scan = await sharp(letterPng).jpeg({ quality: 60 }).toBuffer();
  const pages = [REPORT_FIRST, page.lines, REPORT_LAST];
  await save('report-with-scan.pdf', await report(scan), { pages, language: 'en' });
}

async function makePhotos(): Promise<{ street: Buffer; group: Buffer }> {
  const street = await readFile(new URL('street-photo.jpg', SAMPLES)); // given, not made
  await save('street-photo.jpg', street, { labels: ['person', 'traffic light'] });

  const source = new URL('../../node_modules/@vladmandic/face-api/demo/sample6.jpg', import.meta.url);
  const group = await sharp(await readFile(source))
    .extract({ left: 120, top: 60, width: 1800, height: 900 })
    .resize({ width: 1280 })
    .jpeg({ quality: 85 })
    .toBuffer();
  await save('group-photo.jpg', group, { labels: ['person'], faces: 4 });
  return { street, group };
}

async function makeRecordings({ street, group }: { street: Buffer; group: Buffer }): Promise<void> {
  const plain = await speech(['0870', '0880', '0890'], 0.6);
  await save('speech.mp3', await encodeSound(toWav(plain.samples), 'mp3'), {
    transcript: plain.transcript,
    language: 'en',
  });

  const voice = await speech(['0890', '0920', '0930'], 1.2);
  const mixed = mix(voice.samples, music(voice.samples.length / 16_000), 0.12);
  await save('speech-over-music.m4a', await encodeSound(toWav(mixed), 'm4a'), {
    transcript: voice.transcript,
    language: 'en',
  });

  const narration = await speech(['0880', '0920', '0930'], 0.8);
  const scenes = [
    { image: await card(['Field notes', 'Part one: the crossing']), seconds: 3 },
    { image: await still(street), seconds: 5 },
    { image: await still(group), seconds: 4 },
    { image: await card(['End of part one']), seconds: 3.5 },
  ];
  await save('short-film.mp4', await film(scenes, toWav(narration.samples)), {
    pages: [['Field notes', 'Part one: the crossing'], ['End of part one']],
    labels: ['person'],
    transcript: narration.transcript,
    language: 'en',
  });
}

function still(photo: Buffer): Promise<Buffer> {
  return sharp(photo).resize(1280, 720, { fit: 'cover' }).png().toBuffer();
}

function card(lines: string[]): Promise<Buffer> {
  const texts = lines.map(
    (line, i) =>
      `<text x="640" y="${330 + i * 90}" text-anchor="middle" fill="#f4f1ea" font-family="Liberation Sans" font-size="${i === 0 ? 72 : 48}">${line}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720"><rect width="100%" height="100%" fill="#24413b"/>${texts.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

await makePages();
await makeRecordings(await makePhotos());
await writeFile(new URL('truth.json', SAMPLES), `${JSON.stringify(truth, null, 2)}\n`);
