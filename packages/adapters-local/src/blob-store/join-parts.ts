import type { FileHandle } from 'node:fs/promises';
import type { ObjectFiles } from './files.ts';
import { writeAll } from './pour.ts';
import type { MultipartUpload, Part } from './rows.ts';

const BUFFER_BYTES = 1024 * 1024;

/**
 * Brings the parts together in one sealed file and gives its name. Parts that lie where they belong in the upload's own
 * file stay there: the usual case moves no byte. Only if one of them lies elsewhere, because the sizes turned out
 * otherwise than the first part promised, is everything copied into a new file.
 */
export async function joinParts(files: ObjectFiles, upload: MultipartUpload, parts: Part[]): Promise<string> {
  const placed = withTargets(parts);
  const ownFits = placed.every(({ part, target }) => part.file !== upload.file || part.position === target);
  const { file, handle } = ownFits
    ? { file: upload.file, handle: await files.reopen(upload.file) }
    : await files.create();
  try {
    for (const { part, target } of placed) {
      if (part.file !== file) await copyPart(files, part, { handle, target });
    }
    await handle.truncate(parts.reduce((sum, part) => sum + part.size, 0));
    await files.seal(handle);
    return file;
  } catch (error) {
    if (file !== upload.file) await files.discard(file);
    throw error;
  } finally {
    await handle.close();
  }
}

/** Each part with the position that it has in the object. */
function withTargets(parts: Part[]): { part: Part; target: number }[] {
  let end = 0;
  return parts.map((part) => {
    const target = end;
    end += part.size;
    return { part, target };
  });
}

async function copyPart(
  files: ObjectFiles,
  part: Part,
  to: { handle: FileHandle; target: number },
): Promise<void> {
  const from = await files.reopen(part.file);
  try {
    const buffer = Buffer.allocUnsafe(Math.min(BUFFER_BYTES, part.size));
    for (let done = 0; done < part.size;) {
      const length = Math.min(buffer.length, part.size - done);
      const { bytesRead } = await from.read(buffer, 0, length, part.position + done);
      if (bytesRead === 0) throw new Error(`part ${part.part} is shorter than it was when it arrived`);
      await writeAll(to.handle, buffer.subarray(0, bytesRead), to.target + done);
      done += bytesRead;
    }
  } finally {
    await from.close();
  }
}
