import { parse } from 'csv-parse';
import { pipeline } from 'node:stream';
import { FilemillError, type Limits, type TextPage } from '@filemill/core';
import { decodeFile } from './decode.ts';
import { PAGE_ROWS, PageBuilder, type Row } from './page-builder.ts';

/** A field longer than this is a quote that was never closed, and would read the rest of the file into memory. */
const RECORD_BYTES = 1_000_000;

/** One table, on a page for each thousand rows. The separator is the one that fits the first lines best. */
export async function* readCsv(path: string, limits: Limits): AsyncGenerator<TextPage> {
  const pages = new PageBuilder(limits);
  const records = parse({
    delimiter: await separatorOf(path),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: RECORD_BYTES,
  });
  pipeline(decodeFile(path), records, () => {}); // its error is thrown by the loop below
  let rows: Row[] = [];
  try {
    for await (const record of records as AsyncIterable<string[]>) {
      rows.push({ row: rows.length, cells: record.map((text, column) => ({ column, text })) });
      if (rows.length < PAGE_ROWS) continue;
      pages.table(rows);
      pages.pageBreak();
      rows = [];
      yield* pages.take();
    }
  } catch (error) {
    throw error instanceof FilemillError ? error : damaged(error);
  }
  pages.table(rows);
  yield* pages.end();
}

async function separatorOf(path: string): Promise<string> {
  let head = '';
  for await (const chunk of decodeFile(path)) {
    head += chunk;
    if (head.length > 10_000) break;
  }
  const lines = head.split(/\r?\n/, 20).filter(Boolean);
  const [best] = [',', ';', '\t', '|']
    .map((separator) => {
      const counts = lines.map((line) => line.split(separator).length - 1);
      const uneven = counts.filter((count) => count !== counts[0]).length;
      return { separator, first: counts[0] ?? 0, uneven };
    })
    .filter(({ first }) => first > 0)
    .toSorted((a, b) => a.uneven - b.uneven || b.first - a.first);
  return best?.separator ?? ',';
}

function damaged(cause: unknown): FilemillError {
  return new FilemillError(
    'file.corrupt',
    'The table cannot be read as CSV: a quotation mark may be missing. Save it again and try that.',
    { cause },
  );
}
