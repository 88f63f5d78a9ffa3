import { systemClock } from '@filemill/core';
import { openObjectFolder } from '../blob-store/object-folder.ts';
import { openDatabase } from '../database.ts';

// Writes objects without end into the folder given, n bytes of one letter as number n, over and over to ten keys, and
// prints each number once all up to it are acknowledged.
const dir = process.argv[2]!;
const database = openDatabase(dir);
const objects = await openObjectFolder({
  dir,
  database,
  clock: systemClock,
  log: console,
  maxObjectBytes: 1e9,
});

async function* letters(n: number): AsyncGenerator<Buffer> {
  yield Buffer.alloc(n, 97 + (n % 26));
}

for (let n = 1; ; n += 4) {
  const numbers = [n, n + 1, n + 2, n + 3];
  await Promise.all(
    numbers.map((number) =>
      objects.write({ bucket: 'uploads', key: `${number % 10}`, contentType: 'text/plain' }, letters(number)),
    ),
  );
  process.stdout.write(`${n + 3}\n`);
}
