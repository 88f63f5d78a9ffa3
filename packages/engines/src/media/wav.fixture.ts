import { writeFile } from 'node:fs/promises';

/** Writes samples as 16-bit mono WAV; those beyond −1..1 are cut off. */
export async function writeWav(path: string, samples: Float32Array, sampleRate = 16_000): Promise<void> {
  const pcm = Int16Array.from(samples, (sample) => Math.round(32_767 * Math.max(-1, Math.min(1, sample))));
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + pcm.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // channels
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28); // bytes a second
  header.writeUInt16LE(2, 32); // bytes a frame
  header.writeUInt16LE(16, 34); // bits a sample
  header.write('data', 36);
  header.writeUInt32LE(pcm.byteLength, 40);
  await writeFile(path, Buffer.concat([header, new Uint8Array(pcm.buffer)]));
}

/** A sound of some seconds: `at` gives the sample for a time in seconds. */
export function soundOf(seconds: number, at: (time: number) => number, sampleRate = 16_000): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) => at(i / sampleRate));
}
