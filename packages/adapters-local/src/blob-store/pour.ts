import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** Writes `body` into a file from `position` on, no faster than the disk takes it; gives its length and MD5 in hex. */
export async function pour(
  body: AsyncIterable<Uint8Array>,
  write: (chunk: Uint8Array, position: number) => Promise<void>,
  position = 0,
): Promise<{ size: number; md5: string }> {
  const md5 = createHash('md5');
  let size = 0;
  for await (const chunk of body) {
    md5.update(chunk);
    await write(chunk, position + size);
    size += chunk.length;
  }
  return { size, md5: md5.digest('hex') };
}

/** Writes all of `chunk`; the system may take less at once. */
export async function writeAll(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < chunk.length) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, position + done);
    done += bytesWritten;
  }
}
