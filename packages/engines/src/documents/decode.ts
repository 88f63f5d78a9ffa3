import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { detectEncoding } from '../media/encoding.ts';

const HEAD_BYTES = 65_536;

/** The text of a file, in pieces, in the encoding that its beginning shows. */
export async function* decodeFile(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(await encodingOf(path));
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

async function encodingOf(path: string) {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return detectEncoding(buffer.subarray(0, bytesRead), bytesRead < HEAD_BYTES) ?? 'utf-8';
}
