/** Longer recordings are not decoded for a picture of their sound: that would take all of it into memory. */
export const MAX_WAVEFORM_SECONDS = 15 * 60;

const RATE = 8_000;

/** The loudest sample of each of `count` equal parts, 0..1 of the loudest of all. */
export async function readPeaks(url: string, count: number, signal: AbortSignal): Promise<number[]> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`The recording could not be read (status ${response.status}).`);
  const decoder = new OfflineAudioContext(1, 1, RATE);
  const sound = await decoder.decodeAudioData(await response.arrayBuffer());
  return peaksOf(sound.getChannelData(0), count);
}

export function peaksOf(samples: ArrayLike<number>, count: number): number[] {
  const size = samples.length / count;
  const peaks = Array.from({ length: count }, (_, part) => {
    let peak = 0;
    for (let i = Math.floor(part * size); i < Math.floor((part + 1) * size); i += 1) {
      peak = Math.max(peak, Math.abs(samples[i]!));
    }
    return peak;
  });
  const loudest = Math.max(...peaks);
  return loudest === 0 ? peaks : peaks.map((peak) => peak / loudest);
}
