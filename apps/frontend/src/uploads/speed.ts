/** Bytes a second over the last ten seconds: honest about now, calm about single requests. */
export function createSpeedometer(windowMs = 10_000) {
  let samples: { at: number; bytes: number }[] = [];
  return {
    /** `bytes` is the total so far. */
    add(at: number, bytes: number): void {
      samples.push({ at, bytes });
      // One sample before the window stays, so that the window is always spanned.
      const inside = samples.findIndex((sample) => sample.at >= at - windowMs);
      samples = samples.slice(Math.max(0, inside - 1));
    },
    bytesPerSecond(): number {
      const first = samples[0];
      const last = samples.at(-1);
      if (!first || !last || last.at - first.at < 500) return 0;
      return Math.max(0, ((last.bytes - first.bytes) * 1000) / (last.at - first.at));
    },
    reset(): void {
      samples = [];
    },
  };
}
