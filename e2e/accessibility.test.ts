import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { dropPaths, launchBrowser, openPage, WIDE } from './support/browser.ts';
import { startServer, type RunningServer } from './support/server.ts';

/** No screen has anything that axe calls a violation of WCAG 2.2 A or AA, light or dark. */

const SAMPLES = resolve(import.meta.dirname, '../samples');

let server: RunningServer;
let browser: Browser;
let axe: string;
let screens: [string, string][];

before(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  server = await startServer();
  browser = await launchBrowser();
  const [page] = await openPage(browser, server.url);
  await page.goto(server.url);
  await dropPaths(
    page,
    ['table.png', 'speech.mp3'].map((name) => resolve(SAMPLES, name)),
  );
  await page.getByRole('button', { name: /^Analyse 2 files/ }).click();
  await page.waitForURL(/\/jobs\/[^/]+$/);
  await page.getByText(/^took /).waitFor({ timeout: 120_000 });
  const job = page.url();
  screens = [
    ['home', server.url],
    ['jobs', `${server.url}/jobs`],
    ['job', job],
    ['job as a list', `${job}?view=list`],
    ['picture', `${job}/files/000001?tab=text`],
    ['tables', `${job}/files/000001?tab=tables`],
    ['recording', `${job}/files/000002?tab=transcript`],
    ['history', `${job}/files/000002?tab=history`],
  ];
});

after(async () => {
  await browser.close();
  await server.stop();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in ${scheme}`, async () => {
    const [page] = await openPage(browser, server.url, { ...WIDE, scheme });
    const found: string[] = [];
    for (const [name, url] of screens) {
      await page.goto(url, { waitUntil: 'networkidle' });
      found.push(...(await violations(page)).map((violation) => `${name}: ${violation}`));
    }
    await page.goto(server.url);
    await page.getByRole('button', { name: 'New job' }).click();
    await page.getByRole('dialog', { name: 'New job' }).waitFor();
    found.push(...(await violations(page)).map((violation) => `new job: ${violation}`));
    assert.deepEqual(found, []);
  });
}

interface Violation {
  id: string;
  nodes: { html: string }[];
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const run = "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })";
  const results = await page.evaluate<{ violations: Violation[] }>(run);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id} ${html.slice(0, 160)}`),
  );
}
