import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { usedModels, verifiedModel, type UsedModel } from '../models/catalogue.ts';
import { WHISPER_FILES, WhisperModel, type WhisperFile } from './model.ts';
import type { Models } from './transcribe.ts';
import { loadVoiceNetwork } from './vad.ts';

/** Whisper's sizes that a folder of own models may hold, the best first. The packaged one is the smallest. */
const OWN_SIZES = ['whisper-large-v3-turbo', 'whisper-medium', 'whisper-small'] as const;
const PACKAGED_SIZE = 'whisper-base';
const VOICE_MODEL = 'silero_vad_v6.onnx';

export interface LoadedModels extends Models {
  /** Which Whisper it is. */
  name: string;
  used: UsedModel[];
}

/**
 * Loads the models of the speech room.
 *
 * @param modelsDir May hold a folder named as one of `OWN_SIZES`, with `WHISPER_FILES` in it.
 * @throws FilemillError `model.unverified`
 */
export async function loadModels(modelsDir?: string): Promise<LoadedModels> {
  const size = await chooseSize(modelsDir);
  const nameOf = (file: WhisperFile) => `${size}/${file}` as const;
  const [whisper, voice, used] = await Promise.all([
    WhisperModel.load((file) => verifiedModel(nameOf(file), modelsDir)),
    verifiedModel(VOICE_MODEL, modelsDir).then(loadVoiceNetwork),
    usedModels([...WHISPER_FILES.map(nameOf), VOICE_MODEL], modelsDir),
  ]);
  return { name: size, whisper, voice, used };
}

async function chooseSize(modelsDir: string | undefined) {
  for (const size of modelsDir === undefined ? [] : OWN_SIZES) {
    const exists = await access(join(modelsDir!, size)).then(
      () => true,
      () => false,
    );
    if (exists) return size;
  }
  return PACKAGED_SIZE;
}
