import sharp from 'sharp';

/** A page that was drawn, and what stands on it. */
export interface Page {
  svg: string;
  /** Lines in reading order. */
  lines: string[];
}

const WIDTH = 1654; // A4 at 200 dpi
const HEIGHT = 2339;

/** The page as a grey PNG at 200 dpi, as a good scanner would give it. */
export function render(page: Page): Promise<Buffer> {
  return sharp(Buffer.from(page.svg))
    .flatten({ background: '#fff' })
    .greyscale()
    .withMetadata({ density: 200 })
    .png()
    .toBuffer();
}

const LETTER_HEAD = ['Halvorsen Mill Supplies', '14 Quarry Road, Eastbridge', '3 March 2025'];
const LETTER_BODY = [
  ['To the workshop at Birch Lane'],
  [
    'Thank you for the order of last week. The two grinding stones left our',
    'warehouse this morning and should reach you before Friday. Please check',
    'both crates on arrival and keep the packing until the stones are mounted.',
  ],
  [
    'The new drive belts are not ready yet. Our supplier promises them for the',
    'end of the month, and we will send them without any further charge. Until',
    'then the old belts can be used if the mill runs at half its normal speed.',
  ],
  [
    'One more thing: the invoice that came with your last delivery showed the',
    'wrong amount. The correct total is 1,284.50, not 1,824.50. A corrected',
    'copy is enclosed, and the difference will be credited to your account.',
  ],
  ['With kind regards from the whole team', 'Halvorsen Mill Supplies'],
];

/** A letter of five short paragraphs. */
export function letter(font = 'Liberation Serif'): Page {
  let y = 220;
  const parts = LETTER_HEAD.map((line, i) => text(180, (y += 56), line, i === 0 ? 46 : 34, font, i === 0));
  for (const paragraph of LETTER_BODY) {
    y += 60;
    for (const line of paragraph) parts.push(text(180, (y += 52), line, 36, font));
  }
  return { svg: sheet(parts), lines: [...LETTER_HEAD, ...LETTER_BODY.flat()] };
}

export const FORM_TITLE = 'Visitor badge request';
export const FORM_FIELDS: [key: string, value: string][] = [
  ['Company', 'Northwind Carpentry'],
  ['Date of visit', '21 May 2025'],
  ['Number of visitors', '4'],
  ['Purpose', 'Delivery of office furniture'],
  ['Vehicle', 'Blue van, parked in yard B'],
  ['Approved by', 'Front desk'],
];

/** A form: labels at the left, filled-in boxes at the right. */
export function form(): Page {
  const parts = [text(180, 260, FORM_TITLE, 56, 'Liberation Sans', true)];
  FORM_FIELDS.forEach(([key, value], i) => {
    const y = 400 + i * 130;
    parts.push(text(180, y + 55, `${key}:`, 34, 'Liberation Sans', true));
    parts.push(`<rect x="620" y="${y}" width="850" height="84" fill="none" stroke="#222" stroke-width="3"/>`);
    parts.push(text(645, y + 55, value, 36, 'Liberation Serif'));
  });
  return { svg: sheet(parts), lines: [FORM_TITLE, ...FORM_FIELDS.map(([k, v]) => `${k}: ${v}`)] };
}

export const TABLE_TITLE = 'Stock of the store room, week 14';
export const TABLE_ROWS = [
  ['Item', 'Shelf', 'In stock', 'Ordered', 'Unit price'],
  ['Oak boards', 'A12', '340', '120', '18.40'],
  ['Brass hinges', 'B03', '1,250', '0', '2.15'],
  ['Wood glue', 'B07', '46', '60', '7.90'],
  ['Sandpaper 120', 'C01', '815', '200', '0.65'],
  ['Drill bits 6 mm', 'C04', '92', '50', '3.20'],
  ['Clear varnish', 'D02', '38', '24', '12.75'],
];

/** A ruled table with a heading row. */
export function table(): Page {
  const widths = [420, 180, 230, 230, 250];
  const [left, top, rowHeight] = [170, 360, 96];
  const total = widths.reduce((sum, w) => sum + w, 0);
  const parts = [text(left, 260, TABLE_TITLE, 50, 'Liberation Sans', true)];
  TABLE_ROWS.forEach((row, r) => {
    const y = top + r * rowHeight;
    let x = left;
    row.forEach((cell, c) => {
      parts.push(text(x + 22, y + 62, cell, 34, 'Liberation Sans', r === 0));
      x += widths[c] ?? 0;
    });
  });
  const bottom = top + TABLE_ROWS.length * rowHeight;
  for (let y = top; y <= bottom; y += rowHeight) parts.push(rule(left, y, left + total, y));
  let x = left;
  for (const width of [0, ...widths]) parts.push(rule((x += width), top, x, bottom));
  return { svg: sheet(parts), lines: [TABLE_TITLE, ...TABLE_ROWS.map((row) => row.join(' '))] };
}

const RECEIPT: [left: string, right?: string][] = [
  ['HARBOUR STREET BAKERY'],
  ['8 Harbour Street, Eastbridge'],
  ['17.06.2025  08:42', 'No. 20417'],
  ['2 Rye bread', '7.80'],
  ['4 Butter croissant', '9.20'],
  ['1 Apple cake', '4.50'],
  ['2 Coffee', '6.40'],
  ['TOTAL', '27.90'],
  ['Paid by card', '27.90'],
  ['Thank you and see you soon!'],
];
const RECEIPT_GAPS = [0, 0, 30, 60, 0, 0, 0, 50, 0, 60];

/** A till receipt of 640 × 980 pixels. */
export function receipt(): Page {
  let y = 50;
  const parts = RECEIPT.flatMap(([left, right], i) => {
    y += 64 + (RECEIPT_GAPS[i] ?? 0);
    const bold = left === 'TOTAL' || i === 0;
    const size = i === 0 ? 40 : 32;
    const line = [text(45, y, left, size, 'Liberation Mono', bold)];
    if (right)
      line.push(
        `<text x="595" y="${y}" text-anchor="end" font-family="Liberation Mono" font-size="${size}">${right}</text>`,
      );
    return line;
  });
  const lines = RECEIPT.map(([left, right]) => (right ? `${left.replace('  ', ' ')} ${right}` : left));
  return { svg: sheet(parts, 640, 980), lines };
}

function text(x: number, y: number, content: string, size: number, font: string, bold = false): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" font-family="${font}" font-size="${size}" font-weight="${bold ? 700 : 400}" xml:space="preserve">${escaped}</text>`;
}

function rule(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#111" stroke-width="3"/>`;
}

function sheet(parts: string[], width = WIDTH, height = HEIGHT): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>${parts.join('')}</svg>`;
}
