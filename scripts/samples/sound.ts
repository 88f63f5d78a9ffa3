import { readFile } from 'node:fs/promises';

export const RATE = 16_000;

const CLIPS: Record<string, string> = {
  '0870':
    'And Mr. John Dashwood had then leisure to consider how much there might be prudently in his power to do for them.',
  '0880': 'He was not an ill-disposed young man,',
  '0890': 'unless to be rather cold hearted and rather selfish is to be ill-disposed:',
  '0920': 'Had he married a more amiable woman, he might have been made still more respectable than he was:',
  '0930': 'he might even have been made amiable himself;',
};

export interface Speech {
  samples: Float32Array;
  transcript: string;
}

/** The clips one after another, with `pause` seconds of silence around each. */
export async function speech(names: string[], pause: number): Promise<Speech> {
  const silence = new Float32Array(Math.round(pause * RATE));
  const parts: Float32Array[] = [silence];
  for (const name of names) parts.push(await readClip(name), silence);
  return { samples: concat(parts), transcript: names.map((name) => CLIPS[name]).join(' ') };
}

/** Plucked chords, quietly: each note a decaying tone with three overtones. */
export function music(seconds: number): Float32Array {
  const out = new Float32Array(Math.round(seconds * RATE));
  const chords = [
    [220, 261.63, 329.63, 440],
    [174.61, 220, 261.63, 349.23],
    [130.81, 196, 261.63, 329.63],
    [196, 246.94, 293.66, 392],
  ];
  const step = 0.3;
  for (let n = 0; n * step < seconds; n++) {
    const chord = chords[Math.floor(n / 8) % chords.length] ?? [];
    pluck(out, Math.round(n * step * RATE), chord[n % 4] ?? 220);
  }
  return out;
}

export function mix(voice: Float32Array, accompaniment: Float32Array, level: number): Float32Array {
  return voice.map((sample, i) => sample + level * (accompaniment[i] ?? 0));
}

/** 16-bit mono WAV. */
export function toWav(samples: Float32Array): Buffer {
  const wav = Buffer.alloc(44 + samples.length * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples.length * 2, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((s, i) => wav.writeInt16LE(Math.round(Math.max(-1, Math.min(1, s)) * 32767), 44 + i * 2));
  return wav;
}

function pluck(out: Float32Array, at: number, frequency: number): void {
  const length = Math.min(RATE, out.length - at);
  for (let i = 0; i < length; i++) {
    const t = i / RATE;
    let tone = 0;
    for (let k = 1; k <= 4; k++) tone += Math.sin(2 * Math.PI * frequency * k * t) / k ** 2;
    out[at + i] = (out[at + i] ?? 0) + 0.25 * tone * Math.exp(-3.5 * t);
  }
}

/** The clips are plain 16-bit mono WAV files of 16 kHz with a header of 44 bytes. */
async function readClip(name: string): Promise<Float32Array> {
  const wav = await readFile(new URL(`librivox/${name}.wav`, import.meta.url));
  return Float32Array.from({ length: (wav.length - 44) >> 1 }, (_, i) => wav.readInt16LE(44 + i * 2) / 32768);
}

function concat(parts: Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
