import sharp from 'sharp';
import { badScan, phonePhoto, type Photo } from './text-damage.ts';
import { form, invoice, letter, receipt, render, table, twoColumns, type DrawnPage } from './text-pages.ts';

export type PageKind = 'clean' | 'structured' | 'scan' | 'turned' | 'photo';

/** One picture of the set, and the words that are in it. */
export interface TextCase {
  name: string;
  kind: PageKind;
  /** Lines of text. */
  lines: string[];
  /** Whether the lines stand in an order that everybody would read them in. */
  ordered: boolean;
  image: Buffer;
}

const SERIF = 'Liberation Serif';
const SANS = 'Liberation Sans';
const MONO = 'Liberation Mono';

/** The corners of pages photographed on a table, and of one that fills the photo. */
const HELD_LEFT: Photo['corners'] = [
  [0.14, 0.06],
  [0.88, 0.1],
  [0.96, 0.93],
  [0.06, 0.95],
];
const HELD_RIGHT: Photo['corners'] = [
  [0.1, 0.1],
  [0.9, 0.05],
  [0.94, 0.97],
  [0.08, 0.9],
];
const CLOSE: Photo['corners'] = [
  [-0.03, -0.02],
  [1.03, -0.04],
  [1.05, 1.03],
  [-0.04, 1.02],
];

/** The mixed set: the same pictures each time. Fonts: Liberation and DejaVu. */
export async function textSet(): Promise<TextCase[]> {
  const set: TextCase[] = [];
  const add = async (
    name: string,
    { kind, page, ordered = true }: { kind: PageKind; page: DrawnPage; ordered?: boolean },
    damage: (png: Buffer) => Promise<Buffer> | Buffer = (png) => png,
  ) => {
    const image = await damage(await render(page));
    set.push({ name, kind, lines: page.lines, ordered, image });
  };
  const scan = (dpi: number, skew: number, noise: number, seed: number) => (png: Buffer) =>
    badScan(png, { dpi, skew, noise, blur: dpi / 250, seed });
  const turn = (degrees: number) => (png: Buffer) =>
    sharp(png).rotate(degrees).withMetadata().png().toBuffer();
  const photo =
    (corners: Photo['corners'], seed: number, table = 70) =>
    (png: Buffer) =>
      phonePhoto(png, { width: 2400, height: 3300, corners, table, seed });

  await add('serif 300', { kind: 'clean', page: letter(300, SERIF, { seed: 1 }) });
  await add('sans 200', { kind: 'clean', page: letter(200, SANS, { seed: 2, length: 78 }) });
  await add('serif 150', { kind: 'clean', page: letter(150, SERIF, { seed: 3 }) });
  await add('mono 200', { kind: 'clean', page: letter(200, MONO, { seed: 4, size: 10, length: 68 }) });
  await add('small print 300', {
    kind: 'clean',
    page: letter(300, SANS, { seed: 5, size: 7, lines: 60, length: 118 }),
  });
  await add('DejaVu Serif 200', {
    kind: 'clean',
    page: letter(200, 'DejaVu Serif', { seed: 6, size: 10, length: 74 }),
  });
  await add('DejaVu Sans 300', {
    kind: 'clean',
    page: letter(300, 'DejaVu Sans', { seed: 7, size: 10, length: 74 }),
  });
  await add('two columns 300', { kind: 'clean', page: twoColumns(300, SERIF, 8) });
  await add('two columns 200', { kind: 'clean', page: twoColumns(200, SANS, 10) });

  await add('invoice 200', { kind: 'structured', page: invoice(200, SANS), ordered: false });
  await add('invoice 300', { kind: 'structured', page: invoice(300, SERIF), ordered: false });
  await add('form 200', { kind: 'structured', page: form(200, SANS), ordered: false });
  await add('ruled table 200', { kind: 'structured', page: table(200, SERIF, true), ordered: false });
  await add('plain table 200', { kind: 'structured', page: table(200, SANS, false), ordered: false });
  await add('receipt 200', { kind: 'structured', page: receipt(200), ordered: false });

  await add('skew 1° 200', { kind: 'scan', page: letter(200, SERIF, { seed: 11 }) }, scan(200, 1, 14, 21));
  await add(
    'skew -2° 200',
    { kind: 'scan', page: letter(200, SANS, { seed: 12, length: 78 }) },
    scan(200, -2, 18, 22),
  );
  await add('skew 3° 300', { kind: 'scan', page: letter(300, SERIF, { seed: 13 }) }, scan(300, 3, 20, 23));
  await add(
    'noise 150',
    { kind: 'scan', page: letter(150, SANS, { seed: 14, length: 78 }) },
    scan(150, -1, 12, 24),
  );
  await add('columns skew 2° 200', { kind: 'scan', page: twoColumns(200, SERIF, 15) }, scan(200, 2, 12, 25));
  const skewedTable = { kind: 'scan', page: table(200, SERIF, true), ordered: false } as const;
  await add('ruled table skew -1.5°', skewedTable, scan(200, -1.5, 14, 26));

  await add('turned 90', { kind: 'turned', page: letter(200, SERIF, { seed: 16 }) }, turn(90));
  await add('turned 180', { kind: 'turned', page: letter(200, SANS, { seed: 17, length: 78 }) }, turn(180));
  await add('turned 270', { kind: 'turned', page: letter(300, SERIF, { seed: 18 }) }, turn(270));

  await add(
    'photo of letter',
    { kind: 'photo', page: letter(250, SERIF, { seed: 19 }) },
    photo(HELD_LEFT, 31),
  );
  await add(
    'photo close up',
    { kind: 'photo', page: letter(250, SANS, { seed: 20, length: 78 }) },
    photo(CLOSE, 32),
  );
  await add(
    'photo of invoice',
    { kind: 'photo', page: invoice(250, SANS), ordered: false },
    photo(HELD_RIGHT, 33),
  );
  await add('photo of receipt', { kind: 'photo', page: receipt(300), ordered: false }, (png) =>
    phonePhoto(png, { width: 1500, height: 2000, corners: HELD_LEFT, table: 60, seed: 34 }),
  );
  return set;
}
