import heicDecode from 'heic-decode';
import { damagedPicture, type PixelSource } from './pixels.ts';

/**
 * HEIC through libheif compiled to WebAssembly, since sharp's libheif has no HEVC decoder for want of a patent licence.
 * libheif applies the rotation that the container asks for. Parsing is cheap and done for each picture anew, so that
 * no memory outside of the garbage collector's reach is held between two calls.
 */
export async function openHeic(file: Buffer): Promise<PixelSource> {
  return {
    sizes: await parse(file, async (pictures) => pictures.map(({ width, height }) => ({ width, height }))),
    decode: (index) =>
      parse(file, async (pictures) => {
        const picture = pictures[index];
        if (!picture) throw damagedPicture();
        const { width, height, data } = await picture.decode();
        return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
      }),
  };
}

async function parse<T>(file: Buffer, use: (pictures: heicDecode.Picture[]) => Promise<T>): Promise<T> {
  let pictures: Awaited<ReturnType<typeof heicDecode.all>> | undefined;
  try {
    pictures = await heicDecode.all({ buffer: file });
    return await use(pictures);
  } catch (error) {
    throw damagedPicture(error);
  } finally {
    pictures?.dispose();
  }
}
