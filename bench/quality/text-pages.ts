import sharp from 'sharp';
import { seeded } from '../../scripts/samples/random.ts';

/** A page that was drawn, and the words on it. */
export interface DrawnPage {
  svg: string;
  /** Lines of text; in reading order where the page has one. */
  lines: string[];
  dpi: number;
}

/** A4. */
const INCHES = { width: 8.27, height: 11.69 };

const SENTENCES =
  `The ferry leaves the northern quay at a quarter past seven and returns before the evening bells.
Nobody had counted the chairs, so twelve guests stood along the wall and listened from there.
A good map shows less than the land does, and that is exactly why people trust it.
Our workshop repairs clocks, barometers and the occasional music box from before the war.
Rainfall in the valley reached 1,284 millimetres last year, which is 17% above the mean.
She signed the contract on 9 October 2019 and moved into the two rooms above the bakery.
The committee will meet again on Thursday; until then every proposal stays on the table.
Copper pipes expand when heated, and a joint without any play will open sooner or later.
When the library closed, its forty thousand volumes went to schools in seven districts.
Please send the signed form to the address below, or bring it to window 6 between 8:30 and 12:00.
The bridge carries two lanes of traffic, a tramway and, since spring, a narrow cycle path.
Most of the seeds were lost on the way, yet the few that survived grew into sturdy trees.
He measured the field twice, wrote 64.25 metres into his notebook, and underlined it.
Their oldest customer still pays in cash and asks for a receipt written by hand.
If the lamp on the left is red, wait; if both are green, press the lever down slowly.
The glass must be washed, dried and polished before the frame is screwed together.
In autumn the path along the river is closed, because the banks are soft and may slide.
Five of the nine samples contained traces of iron (0.3 to 0.8 mg), the others none at all.
"We never sell what we would not eat ourselves," said the owner and cut another slice.
An old rule says that a letter which took an hour to write can be read in a minute.
The engine starts at once, but it needs about four minutes to run smoothly in winter.
Questions about the bill are answered by Mrs. Okafor, extension 2217, on working days.
Between the two villages lies a moor that even the shepherds cross only in daylight.
Each parcel carries a label with name, weight and destination, e.g. "Vogel, 3 kg, Basel".`.split('\n');

/** Sentences in an order that the seed decides, broken into lines of at most so many characters. */
export function prose(seed: number, lineCount: number, lineLength: number): string[] {
  const random = seeded(seed);
  const lines: string[] = [];
  let line = '';
  while (lines.length < lineCount) {
    for (const word of SENTENCES[Math.floor(random() * SENTENCES.length)]!.split(' ')) {
      if (line.length + 1 + word.length > lineLength) {
        lines.push(line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
  }
  return lines.slice(0, lineCount);
}

/** Draws with inches and points as units, at so many dots an inch. */
export class Sheet {
  readonly lines: string[] = [];
  readonly #parts: string[] = [];
  readonly #dpi: number;
  readonly #font: string;

  constructor(dpi: number, font: string) {
    this.#dpi = dpi;
    this.#font = font;
  }

  /** `x`, `y` (of the baseline) in inches; `size` in points. */
  text(x: number, y: number, text: string, { size = 11, bold = false, end = false } = {}): void {
    const [left, baseline] = [x * this.#dpi, y * this.#dpi];
    const style = `font-family="${this.#font}" font-size="${(size * this.#dpi) / 72}"${bold ? ' font-weight="bold"' : ''}${end ? ' text-anchor="end"' : ''}`;
    this.#parts.push(
      `<text x="${left}" y="${baseline}" ${style} xml:space="preserve">${escape(text)}</text>`,
    );
    this.lines.push(text);
  }

  rule(x1: number, y1: number, x2: number, y2: number): void {
    const [a, b, c, d] = [x1, y1, x2, y2].map((inches) => inches * this.#dpi);
    this.#parts.push(
      `<line x1="${a}" y1="${b}" x2="${c}" y2="${d}" stroke="#000" stroke-width="${this.#dpi / 100}"/>`,
    );
  }

  box(x: number, y: number, width: number, height: number, fill = 'none'): void {
    const [a, b, c, d] = [x, y, width, height].map((inches) => inches * this.#dpi);
    const stroke = fill === 'none' ? ` stroke="#000" stroke-width="${this.#dpi / 100}"` : '';
    this.#parts.push(`<rect x="${a}" y="${b}" width="${c}" height="${d}" fill="${fill}"${stroke}/>`);
  }

  page({ width, height } = INCHES): DrawnPage {
    const size = `width="${Math.round(width * this.#dpi)}" height="${Math.round(height * this.#dpi)}"`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><rect width="100%" height="100%" fill="#fff"/>${this.#parts.join('')}</svg>`;
    return { svg, lines: this.lines, dpi: this.#dpi };
  }
}

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** As a good scanner gives it. */
export function render({ svg, dpi }: DrawnPage): Promise<Buffer> {
  const picture = sharp(Buffer.from(svg)).flatten({ background: '#fff' }).greyscale();
  return picture.withMetadata({ density: dpi }).png().toBuffer();
}

export function letter(dpi: number, font: string, { seed = 1, size = 11, lines = 34, length = 84 } = {}) {
  const sheet = new Sheet(dpi, font);
  sheet.text(1, 1.2, 'Report of the harbour office', { size: size + 5, bold: true });
  const leading = (size * 1.45) / 72;
  for (const [i, line] of prose(seed, lines, length).entries()) {
    sheet.text(1, 1.8 + i * leading + Math.floor(i / 6) * leading, line, { size });
  }
  return sheet.page();
}

export function twoColumns(dpi: number, font: string, seed: number): DrawnPage {
  const sheet = new Sheet(dpi, font);
  sheet.text(0.8, 1, 'The quiet canals of the lowlands', { size: 18, bold: true });
  for (const [column, x] of [0.8, 4.35].entries()) {
    for (const [i, line] of prose(seed + column, 46, 46).entries()) {
      sheet.text(x, 1.6 + i * 0.2, line, { size: 9.5 });
    }
  }
  return sheet.page();
}

const ITEMS: [name: string, quantity: string, price: string, amount: string][] = [
  ['Oak board, planed', '12', '18.40', '220.80'],
  ['Brass hinge 60 mm', '48', '2.15', '103.20'],
  ['Wood glue, 750 ml', '6', '7.90', '47.40'],
  ['Sandpaper P120', '200', '0.65', '130.00'],
  ['Clear varnish', '3', '12.75', '38.25'],
  ['Drill bit 6 mm', '5', '3.20', '16.00'],
];

export function invoice(dpi: number, font: string): DrawnPage {
  const sheet = new Sheet(dpi, font);
  sheet.text(1, 1.1, 'Lindqvist & Sons Timber', { size: 16, bold: true });
  for (const [i, line] of ['Dock Road 7', '20457 Hamburg', 'Tel. 040 555 0142'].entries()) {
    sheet.text(1, 1.4 + i * 0.2, line, { size: 9 });
  }
  const meta = [
    ['Invoice no.:', '2024-0381'],
    ['Date:', '14 May 2024'],
    ['Customer:', 'K-7714'],
    ['Due:', '13 June 2024'],
  ] as const;
  for (const [i, [key, value]] of meta.entries()) {
    sheet.text(5, 1.4 + i * 0.22, key, { size: 10, bold: true });
    sheet.text(6.1, 1.4 + i * 0.22, value, { size: 10 });
  }
  const columns = [1, 4.6, 5.7, 7.2];
  ruledRows(sheet, 3, [['Description', 'Quantity', 'Price', 'Amount'], ...ITEMS], columns);
  for (const [i, [key, value]] of [
    ['Subtotal', '555.65'],
    ['VAT 19%', '105.57'],
    ['Total', '661.22'],
  ].entries()) {
    sheet.text(5, 5.6 + i * 0.25, key!, { bold: i === 2 });
    sheet.text(7.1, 5.6 + i * 0.25, value!, { bold: i === 2, end: true });
  }
  sheet.text(1, 7, 'Please transfer the amount within 30 days to DE02 1203 0000 0000 2020 51.', {
    size: 9.5,
  });
  return sheet.page();
}

/** A description, and columns of numbers that end at their right edges. */
function ruledRows(sheet: Sheet, top: number, rows: readonly (readonly string[])[], right: number[]): void {
  const bottom = top + rows.length * 0.32;
  for (let i = 0; i <= rows.length; i++) sheet.rule(right[0]!, top + i * 0.32, right.at(-1)!, top + i * 0.32);
  for (const x of [right[0]!, 4, ...right.slice(1)]) sheet.rule(x, top, x, bottom);
  for (const [i, row] of rows.entries()) {
    const y = top + i * 0.32 + 0.22;
    const style = { size: 10, bold: i === 0 };
    sheet.text(right[0]! + 0.08, y, row[0]!, style);
    for (const [j, text] of row.slice(1).entries())
      sheet.text(right[j + 1]! - 0.08, y, text, { ...style, end: true });
  }
}

export function table(dpi: number, font: string, ruled: boolean): DrawnPage {
  const sheet = new Sheet(dpi, font);
  sheet.text(1, 1.2, 'Visitors by month and gate', { size: 15, bold: true });
  const random = seeded(5);
  const rows = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'].map(
    (month) => [month, ...Array.from({ length: 5 }, () => String(Math.floor(random() ** 2 * 2500)))],
  );
  const all = [['Month', 'North', 'South', 'East', 'West', 'River'], ...rows];
  const step = 0.34;
  for (const [i, row] of all.entries()) {
    for (const [j, text] of row.entries()) {
      sheet.text(1.1 + j * 1.05, 1.85 + i * step, text, { size: 10.5, bold: i === 0 });
    }
  }
  if (!ruled) return sheet.page();
  for (let i = 0; i <= all.length; i++) sheet.rule(1, 1.62 + i * step, 7.3, 1.62 + i * step);
  for (let j = 0; j <= 6; j++) sheet.rule(1 + j * 1.05, 1.62, 1 + j * 1.05, 1.62 + all.length * step);
  return sheet.page();
}

export function form(dpi: number, font: string): DrawnPage {
  const sheet = new Sheet(dpi, font);
  sheet.text(1, 1.2, 'Application for a parking permit', { size: 16, bold: true });
  const fields = [
    ['Surname', 'Fairweather'],
    ['First name', 'Imogen'],
    ['Date of birth', '07.11.1983'],
    ['Street and number', 'Coopers Row 118'],
    ['Postcode and town', 'EB4 7TR Eastbridge'],
    ['Registration', 'XK19 PLM'],
    ['Persons in household', '3'],
    ['Valid from', '1 September 2024'],
  ] as const;
  for (const [i, [key, value]] of fields.entries()) {
    const [x, y] = [1 + (i % 2) * 3.3, 1.9 + Math.floor(i / 2) * 0.9];
    sheet.text(x, y, key, { size: 8.5 });
    sheet.box(x, y + 0.06, 3, 0.42);
    sheet.text(x + 0.12, y + 0.34, value, { size: 12 });
  }
  sheet.text(1, 6, 'I confirm that the statements above are complete and correct.', { size: 10 });
  return sheet.page();
}

export function receipt(dpi: number): DrawnPage {
  const sheet = new Sheet(dpi, 'Liberation Mono');
  const [width, middle] = [3.2, 0.25];
  sheet.text(middle, 0.5, 'CORNER GROCERY', { size: 14, bold: true });
  sheet.text(middle, 0.75, '31 Tannery Lane, Eastbridge', { size: 9 });
  sheet.text(middle, 0.95, '2024-06-21  17:46  till 3', { size: 9 });
  const goods = [
    ['Wholemeal bread', '3.20'],
    ['Tomatoes 0.84 kg', '2.52'],
    ['Mountain cheese', '6.75'],
    ['Olive oil 500 ml', '8.90'],
    ['Paper bag', '0.15'],
  ] as const;
  for (const [i, [name, price]] of goods.entries()) {
    sheet.text(middle, 1.35 + i * 0.2, name, { size: 9 });
    sheet.text(width - 0.25, 1.35 + i * 0.2, price, { size: 9, end: true });
  }
  for (const [i, [name, price]] of [
    ['TOTAL', '21.52'],
    ['CASH', '25.00'],
    ['CHANGE', '3.48'],
  ].entries()) {
    sheet.text(middle, 2.6 + i * 0.24, name!, { size: 11, bold: i === 0 });
    sheet.text(width - 0.25, 2.6 + i * 0.24, price!, { size: 11, bold: i === 0, end: true });
  }
  sheet.text(middle, 3.6, 'Thank you and good evening!', { size: 9 });
  return sheet.page({ width, height: 4 });
}
