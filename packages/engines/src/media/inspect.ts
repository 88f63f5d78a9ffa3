import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { FilemillError, nameLimit, type Limits, type MediaInfo } from '@filemill/core';
import type { RoomContext } from '../room.ts';
import { probe } from './ffmpeg.ts';
import { openImage } from './image.ts';
import { openPdf } from './pdf.ts';
import { sniff } from './sniff.ts';
import { KIND_OF_TYPE, recordingType, type KnownType } from './types.ts';

/** Looks inside a file, as `Engines.inspect` says. */
export async function inspect(
  { path, name }: { path: string; name: string },
  context: RoomContext,
): Promise<MediaInfo> {
  const { limits } = context;
  const { size } = await stat(path);
  checkSize(size, limits);
  // What is wrong with a file is told before it is hashed, which can take a while.
  const found = await look(path, await sniff(path, name, limits), limits);
  return { ...found, size, sha256: await hash(path, size, context) };
}

type Found = Omit<MediaInfo, 'size' | 'sha256'>;

async function look(path: string, mediaType: KnownType, limits: Limits): Promise<Found> {
  const kind = KIND_OF_TYPE[mediaType];
  if (kind === 'audio' || kind === 'video') return lookAtRecording(path, mediaType, limits);
  if (kind === 'image') {
    const { pages, width, height } = await openImage(path, mediaType, limits);
    return { kind, mediaType, pages, width, height };
  }
  if (mediaType !== 'application/pdf') return { kind, mediaType };
  const pdf = await openPdf(path, limits);
  pdf.close();
  return { kind, mediaType, pages: pdf.pageCount };
}

async function lookAtRecording(path: string, container: KnownType, limits: Limits): Promise<Found> {
  const { duration, audioCodec, videoCodec, width, height } = await probe(path);
  if (duration > limits.mediaHours * 3600) {
    throw new FilemillError(
      'media.too_long',
      `The recording is ${(duration / 3600).toFixed(1)} hours long, more than the limit of ${nameLimit('mediaHours', limits)}. Cut it and try again.`,
    );
  }
  const kind = videoCodec ? 'video' : 'audio';
  const mediaType = recordingType(container, kind === 'video');
  return { kind, mediaType, duration, audioCodec, videoCodec, width, height };
}

function checkSize(size: number, limits: Limits): void {
  if (size <= limits.fileMegabytes * 1e6) return;
  throw new FilemillError(
    'file.too_large',
    `The file has ${Math.ceil(size / 1e6).toLocaleString('en')} MB, more than the limit of ${nameLimit('fileMegabytes', limits)}.`,
  );
}

/** SHA-256 in hexadecimal. Shows progress, because gigabytes on a slow disk take longer than a hung engine may. */
async function hash(path: string, size: number, context: RoomContext): Promise<string> {
  const sha256 = createHash('sha256');
  let [done, shown] = [0, 0];
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    context.signal.throwIfAborted();
    sha256.update(chunk);
    done += chunk.length;
    if (done - shown < 64e6) continue;
    shown = done;
    context.progress({ done, total: size, unit: 'steps', note: 'reading the file' });
  }
  return sha256.digest('hex');
}
