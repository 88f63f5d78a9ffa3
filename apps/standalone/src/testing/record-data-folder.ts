import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ended, makeSite, silentLog, startTestServer, submit } from './server.ts';

/**
 * Records a small data folder as this version leaves it, for the test that later versions can go on from it:
 * `node apps/standalone/src/testing/record-data-folder.ts`, once for each release that changes the schema. The database
 * is kept as SQL, so that one can read what it was.
 */
export const DATA_FOLDERS = new URL('data-folders/', import.meta.url).pathname;

async function record(): Promise<void> {
  const { root, config, remove } = await makeSite();
  const { server, client } = await startTestServer(root, config, silentLog);
  await ended(client, await submit(client, ['alpha', 'fail at first', 'gamma']));
  await client.createJob({ name: 'still uploading', files: [{ name: 'late.txt', size: 4 }] });
  await new Promise((resolve) => setTimeout(resolve, 500)); // mail and receipts follow the end
  await server.stop();

  const sqlite = new DatabaseSync(join(config.dataDir, 'filemill.sqlite'), { readOnly: true });
  const version = Number(sqlite.prepare('PRAGMA user_version').get()?.user_version);
  const folder = join(DATA_FOLDERS, `schema-${version}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'filemill.sql'), dump(sqlite, version));
  for (const part of ['objects', 'inbox'])
    await cp(join(config.dataDir, part), join(folder, part), { recursive: true });
  await remove();
  console.log(folder);
}

function dump(sqlite: DatabaseSync, version: number): string {
  const schema = sqlite.prepare('SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL').all();
  const tables = schema.filter(({ type }) => type === 'table');
  const rows = tables.flatMap(({ name }) =>
    sqlite
      .prepare(`SELECT * FROM ${String(name)}`)
      .all()
      .map((row) => `INSERT INTO ${String(name)} VALUES (${Object.values(row).map(literal).join(', ')});`),
  );
  const isTable = ({ type }: { type?: unknown }) => type === 'table';
  const later = schema.filter((one) => !isTable(one)).map(({ sql }) => `${String(sql)};`);
  const lines = [
    ...tables.map(({ sql }) => `${String(sql)};`),
    ...rows,
    ...later,
    `PRAGMA user_version = ${version};`,
  ];
  return `${lines.join('\n')}\n`;
}

function literal(value: unknown): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  return `'${String(value).replaceAll("'", "''")}'`;
}

if (import.meta.main) await record();
