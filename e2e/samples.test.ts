import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import {
  dropPaths,
  launchBrowser,
  NARROW,
  openPage,
  screenshot,
  WIDE,
  type Look,
} from './support/browser.ts';
import { startServer, type RunningServer } from './support/server.ts';

/** The main job: drop a folder of real files, watch the progress, read what is in them. */

const SAMPLES = resolve(import.meta.dirname, '../samples');
const JOB_MS = 300_000;

interface Truth {
  pages?: string[][];
  fields?: Record<string, string>;
  table?: string[][];
  faces?: number;
  transcript?: string;
}

let server: RunningServer;
let browser: Browser;
let page: Page;
let complaints: string[];
let jobUrl: string;
let truth: Record<string, Truth>;

before(async () => {
  truth = JSON.parse(await readFile(resolve(SAMPLES, 'truth.json'), 'utf8')) as Record<string, Truth>;
  server = await startServer();
  browser = await launchBrowser();
  [page, complaints] = await openPage(browser, server.url);
});

after(async () => {
  await browser.close();
  await server.stop();
});

/** Opens a file of the job from its list. */
async function openFile(name: string, tab = ''): Promise<void> {
  await page.goto(`${jobUrl}?view=list`);
  await page.getByRole('link', { name }).click();
  await page.getByRole('heading', { name }).waitFor();
  if (tab) await page.getByRole('tab', { name: tab }).click();
}

/** A place in a box of the page, in the window's pixels. */
async function centreOf(selector: string): Promise<[number, number]> {
  const box = await page.locator(selector).first().boundingBox();
  assert.ok(box, `${selector} is not on the screen`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Asks the page again and again; its policy forbids Playwright's own way of waiting for an expression. */
async function untilTrue(expression: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await page.evaluate<boolean>(expression)) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`${expression} did not become true`);
}

describe('a folder of samples', () => {
  test('is dropped, uploaded and analysed while the page moves by itself', async () => {
    await page.goto(server.url);
    await screenshot(page, 'home-empty');
    await dropPaths(page, [SAMPLES]);
    await page.getByRole('button', { name: /^Analyse \d+ files/ }).waitFor();
    await screenshot(page, 'new-job');
    await page.getByRole('button', { name: /^Analyse \d+ files/ }).click();
    await page.waitForURL(/\/jobs\/[^/]+$/);
    jobUrl = page.url();
    await page.getByRole('heading', { name: 'samples' }).waitFor();
    await page.getByRole('progressbar', { name: /^Analysis of samples/ }).waitFor({ timeout: 30_000 });
    await screenshot(page, 'job-running');
    await page.getByText(/^took /).waitFor({ timeout: JOB_MS });
    const done = page.getByRole('button', { name: /^Done/ });
    assert.equal(await done.innerText(), `Done\n${Object.keys(truth).length + 2}`);
  });

  test('a scan shows its words, each lit together with its box', async () => {
    await openFile('letter-scan.png', 'Text');
    for (const line of truth['letter-scan.png']!.pages![0]!.slice(0, 4)) {
      await page.getByRole('region', { name: 'Text' }).getByText(line, { exact: true }).first().waitFor();
    }
    const word = page.locator('[data-piece]', { hasText: 'Halvorsen' }).first();
    await word.hover();
    const lit = page.locator('svg rect[class*="hovered"]');
    await lit.waitFor();
    const [x, y] = await centreOf('svg rect[class*="hovered"]');
    await page.mouse.move(x, y, { steps: 5 });
    assert.equal(await page.locator('[data-piece][data-lit="hovered"]').first().innerText(), 'Halvorsen');
  });

  test('a link to an area of a page opens it there', async () => {
    await openFile('report-with-scan.pdf', 'Text');
    await page.locator('[data-page="1"] canvas').waitFor();
    await page.goto(`${page.url().split('?')[0]}#page=3&box=0.1,0.1,0.5,0.05`);
    await page.reload();
    await page.locator('[data-page="3"] svg rect[class*="target"]').waitFor();
    await page.getByText('3 / 3', { exact: true }).waitFor();
  });

  test('an area that is drawn offers its words and a link', async () => {
    await openFile('letter-scan.png', 'Text');
    const box = await page.locator('[data-page="1"]').boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 4, box.y + 4);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 4, box.y + box.height * 0.2, { steps: 5 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Copy text', exact: true }).click();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    assert.match(copied, /Halvorsen Mill Supplies\n14 Quarry Road/);
    await page.getByRole('button', { name: 'Copy link to this' }).click();
    assert.match(await page.evaluate<string>('navigator.clipboard.readText()'), /#page=1&box=0\.\d+,/);
  });

  test('a table is a table', async () => {
    await openFile('table.png', 'Tables');
    const rows = await page.getByRole('region', { name: 'Tables' }).locator('tr').allInnerTexts();
    const [head] = truth['table.png']!.table!;
    assert.deepEqual(rows[0]?.split(/\s*\t\s*|\n/).filter(Boolean), head);
    assert.equal(rows.length, truth['table.png']!.table!.length);
  });

  test('a form shows its fields', async () => {
    await openFile('form-fillable.pdf', 'Fields');
    for (const [key, value] of Object.entries(truth['form-fillable.pdf']!.fields!)) {
      await page.locator('button[data-piece]', { hasText: key }).filter({ hasText: value }).first().waitFor();
    }
  });

  test('a photo shows its faces with boxes, named as guesses', async () => {
    await openFile('group-photo.jpg', 'Faces');
    await page.getByText(/guess by a model/).waitFor();
    const boxes = page.locator('[data-page="1"] svg rect[class*="frame"]');
    await boxes.first().waitFor();
    assert.equal(await boxes.count(), truth['group-photo.jpg']!.faces);
  });

  test('a recording is sought by its words and says where it is', async () => {
    await openFile('speech.mp3');
    await page.getByRole('tab', { name: 'Transcript' }).waitFor();
    const word = page.locator('[data-start]', { hasText: /^disposed|ill-disposed/ }).first();
    const start = Number(await word.getAttribute('data-start'));
    await word.click();
    await untilTrue(`Math.abs(document.querySelector('audio').currentTime - ${start}) < 0.2`);
    await page.keyboard.press('Space');
    await untilTrue(`document.querySelector('audio').currentTime > ${start} + 0.4`);
    await page.keyboard.press('Space');
    assert.equal(await page.locator('[data-start][data-lit="selected"]').count(), 1);
  });

  test('a link to a moment opens the video there', async () => {
    await openFile('short-film.mp4', 'Transcript');
    await page.goto(`${page.url().split('?')[0]}#t=8.5`);
    await page.reload();
    await untilTrue("Math.abs(document.querySelector('video')?.currentTime - 8.5) < 0.2");
  });

  test('nothing went wrong on the way', () => assert.deepEqual(complaints, []));

  test('every screen has its picture, wide and narrow, light and dark', async () => {
    const screens: [string, string][] = [
      ['home', server.url],
      ['jobs', `${server.url}/jobs`],
      ['job', jobUrl],
      ['job-list', `${jobUrl}?view=list`],
    ];
    for (const name of [
      'letter-skewed.jpg',
      'street-photo.jpg',
      'speech.mp3',
      'short-film.mp4',
      'README.md',
    ]) {
      await openFile(name);
      screens.push([`file-${name.replace(/\..*/, '')}`, page.url()]);
    }
    const looks: [string, Look][] = [
      ['wide-light', WIDE],
      ['wide-dark', { ...WIDE, scheme: 'dark' }],
      ['narrow-light', NARROW],
      ['narrow-dark', { ...NARROW, scheme: 'dark' }],
    ];
    for (const [suffix, look] of looks) {
      const [other, wrong] = await openPage(browser, server.url, look);
      for (const [name, url] of screens) {
        await other.goto(url, { waitUntil: 'networkidle' });
        assert.ok(await fitsAcross(other), `${name} is wider than the window (${suffix})`);
        await screenshot(other, `${name}-${suffix}`);
      }
      assert.deepEqual(wrong, []);
      await other.context().close();
    }
  });
});

const fitsAcross = (opened: Page): Promise<boolean> =>
  opened.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth');
