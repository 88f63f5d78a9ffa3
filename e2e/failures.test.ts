import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { dropPaths, launchBrowser, openPage, screenshot } from './support/browser.ts';
import { startServer, type RunningServer } from './support/server.ts';

/** Bad files, odd names, lost places: each says what happened and what to do. */

const ODD_NAME = '<img src=x onerror=alert(1)> \u202Egnp.txt';

let server: RunningServer;
let browser: Browser;
let page: Page;
let complaints: string[];
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'filemill-drop-'));
  const drop = join(folder, 'mixed');
  await mkdir(join(drop, 'deep/er'), { recursive: true });
  await writeFile(join(drop, 'broken.pdf'), '%PDF-1.7\nnothing more');
  await writeFile(join(drop, 'empty.txt'), '');
  await writeFile(join(drop, 'deep/er', ODD_NAME), 'It is <b>only</b> text.\n');
  await writeFile(join(drop, 'stock.csv'), 'Item,Quantity\nFlour,12\nBran,3\n');
  server = await startServer();
  browser = await launchBrowser();
  [page, complaints] = await openPage(browser, server.url);
});

after(async () => {
  await browser.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

test('an empty file is named before anything is sent', async () => {
  await page.goto(server.url);
  await dropPaths(page, [join(folder, 'mixed')]);
  await page.getByText('1 file will not be sent: mixed/empty.txt is empty.').waitFor();
  await page.getByRole('button', { name: /^Analyse 3 files/ }).click();
  await page.waitForURL(/\/jobs\/[^/]+$/);
  await page.getByText(/^took /).waitFor({ timeout: 120_000 });
});

test('a failed file gives its reason and code, and can be retried alone or with all', async () => {
  const jobUrl = page.url();
  await page.goto(`${jobUrl}?view=list&state=failed`);
  const row = page.getByRole('row', { name: /broken\.pdf/ });
  await row.getByText(/file\.corrupt/).waitFor();
  assert.equal(await page.getByRole('row').count(), 2);
  await screenshot(page, 'job-failed');
  await row.getByRole('button', { name: 'Retry mixed/broken.pdf' }).click();
  await page.goto(jobUrl);
  await page.getByRole('button', { name: 'Retry 1 file' }).click({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Retry 1 file' }).waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name: /broken\.pdf/ }).click();
  await page.getByRole('heading', { name: 'broken.pdf' }).waitFor();
  await page.getByText('Attempt 3').waitFor();
  await screenshot(page, 'file-failed');
  await page.goBack();
});

test('names and texts are never more than text', async () => {
  await page.getByRole('link', { name: /onerror/ }).click();
  await page.getByRole('tab', { name: 'Text' }).waitFor();
  await page.getByRole('region', { name: 'Text' }).getByText('<b>only</b>').waitFor();
  assert.equal(await page.locator('img[src="x"]').count(), 0);
});

test('everything is reached by keyboard', async () => {
  await page.keyboard.press('Escape');
  await page.waitForURL(/\/jobs\/[^/]+$/);
  await page.getByRole('link', { name: /broken\.pdf/ }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/files\/000001/);
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(/\/files\/000002/);
  await page.keyboard.press('ArrowLeft');
  await page.waitForURL(/\/files\/000001/);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await screenshot(page, 'keys');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search or jump to …').fill('jobs');
  await screenshot(page, 'commands');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/jobs$/);
  await page.getByRole('heading', { name: 'Jobs' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('nothing is called so');
  await page.getByText('No job is called “nothing is called so”').waitFor();
});

test('a job is deleted only after what goes was named', async () => {
  await page.goto(`${server.url}/jobs`);
  await page.getByRole('link', { name: 'mixed' }).click();
  await page.getByRole('button', { name: 'More for this job' }).click();
  await page.getByRole('menuitem', { name: /Delete job/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete this job?' });
  await dialog.getByText('3 originals').waitFor();
  await screenshot(page, 'confirm-delete');
  await dialog.getByRole('button', { name: 'Delete 3 files' }).click();
  await page.waitForURL(/\/jobs$/);
  await page.getByText('No jobs yet').waitFor();
  await screenshot(page, 'jobs-empty');
});

test('nothing went wrong on the way', () => assert.deepEqual(complaints, []));

test('an address that leads nowhere says so', async () => {
  await page.goto(`${server.url}/jobs/none-such`);
  await page.getByText('There is nothing at this address').waitFor();
});

test('an upload that a reload broke off goes on with the same folder', async () => {
  await page.goto(server.url);
  let held = true;
  await page.route('**/s3/uploads**', (route) => (held ? route.abort() : route.continue()));
  await dropPaths(page, [join(folder, 'mixed')]);
  await page.getByRole('button', { name: /^Analyse 3 files/ }).click();
  await page.waitForURL(/\/jobs\/[^/]+$/);
  await page.getByRole('region', { name: 'Uploads' }).getByText('Uploading 0 of 3 files').waitFor();
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  held = false;
  await page.getByText('To go on, choose the same files').waitFor();
  await screenshot(page, 'job-interrupted');
  await page.locator('input[aria-label="Folder"]').last().setInputFiles(join(folder, 'mixed'));
  await page.getByText(/^took /).waitFor({ timeout: 120_000 });
});
