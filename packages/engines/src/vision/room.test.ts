import {
  DEFAULT_LIMITS,
  Result,
  type Analysis,
  type FacesResult,
  type LabelsResult,
  type MediaInfo,
  type ModerationResult,
  type Progress,
} from '@filemill/core';
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { intersectionOverUnion } from './boxes.ts';
import { run } from './room.ts';

const ANALYSES: Analysis[] = ['labels', 'faces', 'moderation'];

globalThis.fetch = () => {
  throw new Error('Nothing may touch the network.');
};

test('a photo of four people: four people, four faces at their heads, nothing to review', async (t) => {
  const { results, failures } = await look(t, sample('group-photo.jpg'), image('image/jpeg'));
  assert.deepEqual(failures, []);
  const [labels, faces, moderation] = results as [LabelsResult, FacesResult, ModerationResult];
  assert.deepEqual(
    labels.labels.map(({ name }) => name),
    ['person', 'person', 'person', 'person'],
  );
  assert.equal(faces.faces.length, 4);
  for (const { anchor, genderGuess, ageGuess } of faces.faces) {
    assert.ok('box' in anchor && anchor.box);
    const head = anchor.box;
    const inPerson = labels.labels.filter(
      ({ anchor: person }) => 'box' in person && person.box && intersectionOverUnion(head, person.box) > 0.05,
    );
    assert.ok(inPerson.length > 0, `a face at ${String(head)} belongs to a person`);
    assert.equal(genderGuess?.value, 'female');
    assert.ok(ageGuess && ageGuess.years > 15 && ageGuess.years < 45);
  }
  assert.deepEqual(moderation.flags, []);
});

test('a scan of a letter: no things, no faces, nothing to review', async (t) => {
  const { results } = await look(t, sample('letter-scan.png'), image('image/png'));
  const [labels, faces, moderation] = results as [LabelsResult, FacesResult, ModerationResult];
  assert.deepEqual([labels.labels, faces.faces, moderation.flags], [[], [], []]);
  assert.deepEqual(
    moderation.models.map(({ name }) => name.split('/')[0]),
    ['nsfw-mobilenet-v2-mid', 'nsfw-mobilenet-v2-mid', 'nsfw-mobilenet-v2-mid'],
  );
});

test('a film: what its scenes show, from when to when; title cards show nothing', async (t) => {
  const media: MediaInfo = { ...image('video/mp4'), kind: 'video', width: 640, height: 360, duration: 15.5 };
  const { results, progress } = await look(t, sample('short-film.mp4'), media);
  const [labels, faces] = results as [LabelsResult, FacesResult];
  const people = labels.labels.filter(({ name }) => name === 'person');
  assert.ok(people.length >= 4);
  const photos = { start: 2.5, end: 12.5 };
  for (const { anchor } of [...people, ...faces.faces]) {
    assert.ok('start' in anchor && anchor.box);
    assert.ok(anchor.start >= photos.start && anchor.end <= photos.end, JSON.stringify(anchor));
  }
  assert.equal(progress.at(-1)?.done, 15.5);
});

test('a model that was changed fails its own analysis only', async (t) => {
  const modelsDir = await temporary(t);
  await mkdir(join(modelsDir, 'human'));
  await writeFile(join(modelsDir, 'human/centernet.bin'), 'other weights');
  await writeFile(join(modelsDir, 'SHA256SUMS'), `${'0'.repeat(64)}  human/centernet.bin\n`);
  const { results, failures } = await look(t, sample('letter-scan.png'), image('image/png'), modelsDir);
  assert.deepEqual(
    results.map(({ analysis }) => analysis),
    ['faces', 'moderation'],
  );
  assert.deepEqual(
    failures.map(({ analysis, error }) => [analysis, error.code]),
    [['labels', 'model.unverified']],
  );
});

async function look(t: TestContext, path: string, media: MediaInfo, modelsDir?: string) {
  const outDir = await temporary(t);
  const progress: Progress[] = [];
  const output = await run(
    { path, name: path, media, analyses: ANALYSES, options: {}, outDir },
    {
      limits: DEFAULT_LIMITS,
      cores: 1,
      ...(modelsDir !== undefined && { modelsDir }),
      signal: t.signal,
      withCore: (work) => work(),
      progress: (report) => progress.push(report),
    },
  );
  const results = await Promise.all(
    output.results.map(async (file) => Result.parse(JSON.parse(await readFile(file.path, 'utf8')))),
  );
  return { results, failures: output.failures, progress };
}

async function temporary(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'filemill-vision-'));
  t.after(() => rm(dir, { recursive: true }));
  return dir;
}

function image(mediaType: string): MediaInfo {
  return { kind: 'image', mediaType, size: 1, sha256: '0'.repeat(64) };
}

function sample(name: string): string {
  return fileURLToPath(new URL(`../../../../samples/${name}`, import.meta.url));
}
