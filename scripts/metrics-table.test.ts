import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { metricsPage } from './metrics-table.ts';

test('the table of metrics is that of the catalogue', () => {
  const page = readFileSync(new URL('../docs/METRICS.md', import.meta.url), 'utf8');
  assert.equal(
    unaligned(page),
    unaligned(metricsPage()),
    'run: node scripts/metrics-table.ts > docs/METRICS.md && npx oxfmt docs/METRICS.md',
  );
});

/** The formatter aligns the columns. */
function unaligned(text: string): string {
  return text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
}
