import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

const SCREENSHOTS = resolve(import.meta.dirname, '../screenshots');

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    env: { ...process.env, LANG: 'C.UTF-8' }, // without one Chromium can't read names of files that aren't ASCII
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Look {
  width: number;
  height: number;
  scheme: 'light' | 'dark';
}

export const WIDE: Look = { width: 1280, height: 800, scheme: 'light' };
export const NARROW: Look = { width: 380, height: 780, scheme: 'light' };

/** A page of its own, and whatever it complains about: errors, warnings of the policy, requests to elsewhere. */
export async function openPage(browser: Browser, url: string, look: Look = WIDE): Promise<[Page, string[]]> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== url) complaints.push(`asked ${origin}`);
  });
  return [page, complaints];
}

/** Drops files and folders onto the page as a person does, through the browser's own drag and drop. */
export async function dropPaths(page: Page, paths: string[]): Promise<void> {
  await page.getByRole('button', { name: 'New job' }).first().waitFor(); // before the app is there nobody would notice
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
  }
}

export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: resolve(SCREENSHOTS, `${name}.png`) });
}
