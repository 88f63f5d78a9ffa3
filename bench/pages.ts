/**
 * Pages a second of a mixed pile of generated scans and photos, beside Debian's `tesseract` and
 * `ocrmypdf --sidecar`, one after another on the same files and cores (`apt-get install ocrmypdf tesseract-ocr`).
 *
 *     node bench/pages.ts [CORES]
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textSet } from './quality/text-set.ts';
import { filemill, ocrmypdf, tesseract } from './text-peers.ts';

const cores = Number(process.argv[2] ?? 2);
const dir = await mkdtemp(join(tmpdir(), 'filemill-bench-'));
try {
  const files = await Promise.all(
    (await textSet()).map(async ({ image }, i) => {
      const path = join(dir, `${i}.${image[0] === 0xff ? 'jpg' : 'png'}`);
      await writeFile(path, image);
      return path;
    }),
  );
  console.log(
    `${files.length} pages on ${cores} cores\n\n| engine | pages a second | × ocrmypdf | CPU s a page | peak MB |`,
  );
  console.log('|---|---|---|---|---|');
  let ofOcrmypdf: number | undefined;
  for (const peer of [ocrmypdf, tesseract, filemill]) {
    const missing = await peer.missing();
    if (missing) {
      console.log(`| ${peer.name} | not measured: ${missing} ||||`);
      continue;
    }
    const out = join(dir, peer.name.replace(/\W/g, ''));
    await mkdir(out);
    const { seconds, cpuSeconds, peakMegabytes } = await peer.read(files, { out, cores });
    const rate = files.length / seconds;
    if (peer === ocrmypdf) ofOcrmypdf = rate;
    const ratio = ofOcrmypdf ? (rate / ofOcrmypdf).toFixed(2) : '–';
    const cpu = (cpuSeconds / files.length).toFixed(1);
    console.log(`| ${peer.name} | ${rate.toFixed(2)} | ${ratio} | ${cpu} | ${peakMegabytes.toFixed(0)} |`);
  }
} finally {
  await rm(dir, { recursive: true });
}
