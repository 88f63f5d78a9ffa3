/**
 * How well objects and faces are found, and how often moderation raises a false alarm:
 *
 *     node bench/quality/vision.ts [FOLDER]
 *
 * over samples/ and the photos of an installed package, or over a folder of one's own with a truth.json of the same form
 * as that of samples/: `{ "<file>": { "labels": ["cat"], "faces": 1 } }`. A file with neither shows nothing; in one with
 * labels only, faces are not counted.
 */
import { createEngines } from '@filemill/engines';
import { DEFAULT_LIMITS, Result, type Face, type Label } from '@filemill/core';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Truth {
  labels?: string[];
  faces?: number;
}

interface Picture {
  path: string;
  labels: string[];
  faces: number | undefined;
}

/** What was found in one picture, beside what is in it. */
interface Outcome extends Picture {
  foundLabels: Set<string>;
  foundFaces: number;
  flags: number;
  seconds: number;
}

const PICTURES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.heic', '.avif']);

/** In @vladmandic/face-api: groups of women, looking at the camera, down or to the side. (The sixth is in samples/.) */
const PACKAGE_PHOTOS: Record<string, Truth> = {
  'demo/sample1.jpg': { labels: ['person', 'wine glass'], faces: 3 },
  'demo/sample2.jpg': { labels: ['person', 'cell phone', 'couch'], faces: 3 },
  'demo/sample3.jpg': { labels: ['person', 'cup', 'couch'], faces: 3 },
  'demo/sample4.jpg': { labels: ['person'], faces: 4 },
  'demo/sample5.jpg': { labels: ['person'], faces: 5 },
};

const [folder] = process.argv.slice(2);
const pictures = folder
  ? await picturesIn(resolve(folder))
  : [...(await picturesIn(samplesFolder())), ...packagePhotos()];
const outcomes = await analyseAll(pictures);
for (const outcome of outcomes) printPicture(outcome);
printSummary(outcomes);

async function picturesIn(dir: string): Promise<Picture[]> {
  const truth = JSON.parse(await readFile(join(dir, 'truth.json'), 'utf8')) as Record<string, Truth>;
  const names = (await readdir(dir)).filter((name) => PICTURES.has(extname(name))).toSorted();
  return names.map((name) => picture(join(dir, name), truth[name]));
}

function picture(path: string, { labels, faces }: Truth = {}): Picture {
  return { path, labels: labels ?? [], faces: labels ? faces : (faces ?? 0) };
}

function packagePhotos(): Picture[] {
  const engines = findPackageJSON('@filemill/engines', import.meta.url);
  const packageJson = findPackageJSON('@vladmandic/face-api', engines ?? import.meta.url);
  if (!packageJson) throw new Error('@vladmandic/face-api is not installed: run "npm ci".');
  const dir = dirname(packageJson);
  return Object.entries(PACKAGE_PHOTOS).map(([name, truth]) => picture(join(dir, name), truth));
}

async function analyseAll(all: Picture[]): Promise<Outcome[]> {
  const engines = createEngines({ limits: DEFAULT_LIMITS, cores: 1 });
  try {
    const done: Outcome[] = [];
    for (const picture of all) done.push(await analyse(engines, picture));
    return done;
  } finally {
    await engines.close();
  }
}

async function analyse(engines: ReturnType<typeof createEngines>, picture: Picture): Promise<Outcome> {
  const outDir = await mkdtemp(join(tmpdir(), 'filemill-bench-'));
  try {
    const { path } = picture;
    const options = { analyses: ['labels' as const, 'faces' as const, 'moderation' as const] };
    const { results } = await engines.analyze({ path, name: path, options, outDir });
    const read = await Promise.all(
      results.map(async (file) => Result.parse(JSON.parse(await readFile(file.path, 'utf8')))),
    );
    const labels = read.flatMap((result): Label[] => (result.analysis === 'labels' ? result.labels : []));
    const faces = read.flatMap((result): Face[] => (result.analysis === 'faces' ? result.faces : []));
    const flags = read.flatMap((result) => (result.analysis === 'moderation' ? result.flags : []));
    return {
      ...picture,
      foundLabels: new Set(labels.map(({ name }) => name)),
      foundFaces: faces.length,
      flags: flags.length,
      seconds: results.reduce((sum, { seconds }) => sum + seconds, 0),
    };
  } finally {
    await rm(outDir, { recursive: true });
  }
}

function printPicture({ path, labels, foundLabels, faces, foundFaces, flags, seconds }: Outcome): void {
  const missed = labels.filter((name) => !foundLabels.has(name)).map((name) => `−${name}`);
  const found = [...foundLabels].map((name) => (labels.includes(name) ? name : `+${name}`));
  const columns = [path.slice(-32).padEnd(34), `${foundFaces}/${faces ?? '?'} faces`.padEnd(12)];
  const notes = [[...found, ...missed].join(', '), flags > 0 ? `${flags} FLAGS` : ''].filter(Boolean);
  console.log(`${columns.join('')}${seconds.toFixed(2)} s  ${notes.join('; ')}`);
}

function printSummary(all: Outcome[]): void {
  const labels = all.map((o) => ({
    right: o.labels.filter((name) => o.foundLabels.has(name)).length,
    found: o.foundLabels.size,
    there: o.labels.length,
  }));
  const faces = all.flatMap(({ foundFaces: found, faces: there }) =>
    there === undefined ? [] : [{ right: Math.min(found, there), found, there }],
  );
  const flagged = all.filter(({ flags }) => flags > 0).length;
  console.log(`\n${all.length} pictures; + is wrong, − was missed\n`);
  console.log(`${''.padEnd(30)}   right   found   there  precision  recall`);
  printRow('kinds of object in a picture', labels);
  printRow('faces', faces);
  console.log(`\nmoderation: ${flagged} of ${all.length} ordinary pictures flagged`);
}

function printRow(what: string, counts: { right: number; found: number; there: number }[]): void {
  const sum = (member: 'right' | 'found' | 'there') =>
    counts.reduce((total, count) => total + count[member], 0);
  const [right, found, there] = [sum('right'), sum('found'), sum('there')];
  const percent = (whole: number) => (whole === 0 ? '–' : `${Math.round((100 * right) / whole)} %`);
  const numbers = [right, found, there].map((count) => String(count).padStart(8)).join('');
  console.log(`${what.padEnd(30)}${numbers}${percent(found).padStart(11)}${percent(there).padStart(8)}`);
}

function samplesFolder(): string {
  return fileURLToPath(new URL('../../samples', import.meta.url));
}
