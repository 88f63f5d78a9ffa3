import type { Package } from './package.ts';
import { readWholeXml } from './xml.ts';

/** Shows a number as a cell's format asks for. Only dates and times change: a bare count of days says nothing. */
export type CellFormat = ((value: string) => string) | undefined;

const STYLES = 'xl/styles.xml';
/** Built-in formats that show a date, a time, or both. */
const DATE_FORMATS = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57]);

/** The formats of a workbook, by the index that a cell's style gives. */
export async function readFormats(parts: Package, from1904: boolean): Promise<CellFormat[]> {
  if (!parts.has(STYLES)) return [];
  const dates = new Set(DATE_FORMATS);
  const formatOfStyle: number[] = [];
  let inStyles = false;
  await readWholeXml(parts.stream(STYLES), {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt' && isDateFormat(formatCode)) dates.add(Number(numFmtId));
      else if (name === 'cellXfs') inStyles = true;
      else if (name === 'xf' && inStyles) formatOfStyle.push(Number(numFmtId));
    },
    close(name) {
      if (name === 'cellXfs') inStyles = false;
    },
  });
  return formatOfStyle.map((id) => (dates.has(id) ? (value) => showDate(value, from1904) : undefined));
}

/** Attributes of XML that say yes or no. */
export function isTrue(attribute: string | undefined): boolean {
  return attribute === '1' || attribute === 'true';
}

/** Day, month, year, hour or second outside of quotes, escapes, colours and conditions. */
function isDateFormat(code: string): boolean {
  return /[dmyhs]/i.test(code.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, ''));
}

const DAY = 86_400_000;

/** Days since the start of 1900 (or 1904) as ISO 8601: the date, the time, or both. */
function showDate(value: string, from1904: boolean): string {
  const days = Number(value);
  if (!Number.isFinite(days)) return value;
  // Excel takes 1900 for a leap year, so from its March on, day 0 is 1899-12-30.
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const date = new Date(epoch + Math.round((days * DAY) / 1000) * 1000);
  if (Number.isNaN(date.getTime())) return value;
  const [day = '', time = ''] = date.toISOString().slice(0, 19).split('T');
  if (days < 1) return time;
  return Number.isInteger(days) ? day : `${day} ${time}`;
}
