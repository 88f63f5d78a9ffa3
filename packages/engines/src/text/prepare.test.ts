import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { gridsOf } from './grids.ts';
import { toGrey } from './grey.ts';
import { prepare } from './prepare.ts';
import type { GreyImage } from './reading.ts';
import { centreX, centreY } from './rect.ts';

const PAGE = { width: 1200, height: 1600 };

/** Lines of letters above a ruled table of 3 × 2 cells, 150 high and 400 wide each, from (200, 900) on. */
function drawn(): Promise<Buffer> {
  const text = Array.from(
    { length: 9 },
    (_, i) => `<text x="150" y="${200 + i * 60}" font-size="34">Letters that stand on a level line</text>`,
  );
  const horizontal = [0, 1, 2, 3].map((i) => `M200 ${900 + i * 150}H1000`);
  const vertical = [0, 1, 2].map((i) => `M${200 + i * 400} 900V1350`);
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${PAGE.width}" height="${PAGE.height}"><rect width="100%" height="100%" fill="#fff"/><g font-family="Liberation Serif, DejaVu Serif, serif">${text.join('')}</g><path d="${[...horizontal, ...vertical].join('')}" stroke="#000" stroke-width="4"/></svg>`,
    ),
  )
    .png()
    .toBuffer();
}

const darkPixels = ({ data }: GreyImage) => data.filter((level) => level < 128).length;

test('rulings are found and taken out, letters stay', async () => {
  const page = await toGrey(sharp(await drawn()));
  const { image, rulings } = await prepare(page);
  const [grid] = gridsOf(rulings, 6);
  assert.deepEqual(
    [grid!.xs.map(Math.round), grid!.ys.map(Math.round)],
    [
      [200, 600, 1000],
      [900, 1050, 1200, 1350],
    ],
  );
  const ruled = 4 * (4 * 800 + 3 * 450);
  const left = darkPixels(page) - darkPixels(image);
  assert.ok(Math.abs(left - ruled) < 0.05 * ruled, `${left} dark pixels went, the rulings had ${ruled}`);
});

test('a skewed page is made level, and places in it are mapped back', async () => {
  const skewed = await toGrey(sharp(await drawn()).rotate(-2.2, { background: '#fff' }));
  const { rulings, image, toPicture, size } = await prepare(skewed);
  const [grid] = gridsOf(rulings, 8);
  assert.deepEqual([grid!.xs.length, grid!.ys.length], [3, 4]);
  const corner = { left: grid!.xs[0]!, right: grid!.xs[0]!, top: grid!.ys[0]!, bottom: grid!.ys[0]! };
  const found = toPicture(corner);
  const angle = (-2.2 * Math.PI) / 180;
  const [x, y] = [200 - PAGE.width / 2, 900 - PAGE.height / 2];
  const expected = [
    x * Math.cos(angle) - y * Math.sin(angle) + size.width / 2,
    x * Math.sin(angle) + y * Math.cos(angle) + size.height / 2,
  ];
  assert.ok(Math.hypot(centreX(found) - expected[0]!, centreY(found) - expected[1]!) < 5);
  assert.ok(image.width > PAGE.width);
});

test('paper that lies askew on a dark table is flattened; its corners map back to the photo', async () => {
  const paper = '<polygon points="300,200 1000,260 1050,1400 220,1300" fill="#e8e8e8"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="1600"><rect width="100%" height="100%" fill="#403020"/>${paper}</svg>`;
  const { image, toPicture } = await prepare(await toGrey(sharp(Buffer.from(svg))));
  const table = darkPixels(image) / image.data.length;
  assert.ok(table < 0.03, `${table} of the picture is still table`);
  const corner = (x: number, y: number) => toPicture({ left: x, right: x, top: y, bottom: y });
  for (const [at, [x, y]] of [
    [corner(0, 0), [300, 200]],
    [corner(image.width, image.height), [1050, 1400]],
  ] as const) {
    assert.ok(Math.hypot(at.left - x, at.top - y) < 12, `${at.left}, ${at.top} is not ${x}, ${y}`);
  }
});
