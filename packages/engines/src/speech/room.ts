import { FilemillError, nameLimit, type Limits } from '@filemill/core';
import { decodeAudio } from '../media/audio.ts';
import { writeResult } from '../result-file.ts';
import type { Room, RoomContext, RoomRequest } from '../room.ts';
import { loadModels, type LoadedModels } from './load.ts';
import { SAMPLE_RATE } from './mel.ts';
import { transcribe, type Transcript } from './transcribe.ts';

/** Raised whenever the same recording may give another transcript. */
const VERSION = '1';

/** Sound is taken in pieces of this length: each is searched for speech in one go. */
const CHUNK_SECONDS = 10;

let models: Promise<LoadedModels> | undefined;

/** Writes down what is said in a recording, with the time of every word. */
export const run: Room = async (request, context) => {
  const startedAt = performance.now();
  if (request.media.kind === 'audio' && !request.media.audioCodec) {
    throw new FilemillError('media.no_stream', 'The recording has no sound that can be decoded.');
  }
  models ??= loadModels(context.modelsDir);
  const { name, used, ...networks } = await models;
  const { language, segments } = request.media.audioCodec
    ? await hear(networks, request, context)
    : { language: undefined, segments: [] }; // a silent video: nothing is said, and that is no error
  const pieces = {
    analysis: 'transcript' as const,
    ...(language && { language: language.language, languageConfidence: language.probability }),
    segments,
  };
  const result = await writeResult(
    request,
    pieces,
    { engine: { name, version: VERSION }, models: used },
    startedAt,
  );
  return { results: [result], failures: [] };
};

async function hear(
  networks: Pick<LoadedModels, 'whisper' | 'voice'>,
  { path, media, options }: RoomRequest,
  { limits, cores, signal, withCore, progress }: RoomContext,
): Promise<Transcript> {
  const audio = decodeAudio(path, { sampleRate: SAMPLE_RATE, windowSeconds: CHUNK_SECONDS, signal });
  const total = media.duration ?? 0;
  return transcribe(networks, limitLength(audio, limits), {
    languages: options.languages,
    atOnce: cores + 1, // one more than can be worked on, so that no core waits for the next window to be found
    withCore,
    onProgress: (seconds) =>
      progress({
        done: seconds,
        total: Math.max(total, seconds),
        unit: 'seconds',
        note: `hearing ${minutes(seconds)} of ${minutes(Math.max(total, seconds))}`,
      }),
  });
}

/** A container may say that it is shorter than it is. */
async function* limitLength(
  audio: AsyncIterable<Float32Array>,
  limits: Limits,
): AsyncGenerator<Float32Array, void> {
  let seconds = 0;
  for await (const chunk of audio) {
    seconds += chunk.length / SAMPLE_RATE;
    if (seconds > limits.mediaHours * 3600) {
      throw new FilemillError(
        'media.too_long',
        `The recording is longer than the limit of ${nameLimit('mediaHours', limits)}. Cut it and try again.`,
      );
    }
    yield chunk;
  }
}

/** "50 s", "12 min", "3 h", "1 h 20 min". */
function minutes(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const all = Math.round(seconds / 60);
  const [hours, rest] = [Math.floor(all / 60), all % 60];
  return [hours > 0 && `${hours} h`, (rest > 0 || hours === 0) && `${rest} min`].filter(Boolean).join(' ');
}
