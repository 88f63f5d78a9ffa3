/**
 * Whisper's input: a log-mel spectrogram of 30 s of sound. The constants and the order of operations are those of
 * OpenAI's `whisper/audio.py`; the model was trained on exactly this.
 */
export const SAMPLE_RATE = 16_000;
export const WINDOW_SECONDS = 30;

const FRAME = 400; // samples, 25 ms
const HOP = 160; // samples, 10 ms
const FRAMES = (WINDOW_SECONDS * SAMPLE_RATE) / HOP;
const BINS = FRAME / 2 + 1;
const FLOOR = 1e-10;
/** The quietest that is told apart, below the loudest of the window, in powers of ten. */
const DYNAMIC_RANGE = 8;

/** Samples (at most 30 s, the rest is silence) → `mels` × 3000 values, row by row. */
export type LogMel = (samples: Float32Array) => Float32Array;

export function createLogMel(mels: number): LogMel {
  const filters = melFilters(mels);
  const spectrum = createPowerSpectrum();
  const power = new Float64Array(BINS);
  return (samples) => {
    const mel = new Float32Array(mels * FRAMES).fill(Math.log10(FLOOR));
    // Frames are centred on their time, so one may start half a frame early; later ones hold only silence.
    const heard = Math.min(FRAMES, Math.ceil((samples.length + FRAME / 2) / HOP));
    let loudest = -Infinity;
    for (let frame = 0; frame < heard; frame++) {
      spectrum(samples, frame * HOP - FRAME / 2, power);
      for (const [row, { first, weights }] of filters.entries()) {
        let energy = 0;
        for (let i = 0; i < weights.length; i++) energy += power[first + i]! * weights[i]!;
        const value = Math.log10(Math.max(energy, FLOOR));
        mel[row * FRAMES + frame] = value;
        loudest = Math.max(loudest, value);
      }
    }
    for (let i = 0; i < mel.length; i++) mel[i] = (Math.max(mel[i]!, loudest - DYNAMIC_RANGE) + 4) / 4;
    return mel;
  };
}

interface Filter {
  /** The first bin that the filter hears. */
  first: number;
  weights: Float64Array;
}

/** Triangles on Slaney's mel scale, each of the same area. */
function melFilters(mels: number): Filter[] {
  const highest = hertzToMel(SAMPLE_RATE / 2);
  const corners = Array.from({ length: mels + 2 }, (_, i) => melToHertz((highest * i) / (mels + 1)));
  return Array.from({ length: mels }, (_, mel) => {
    const [low, centre, high] = corners.slice(mel, mel + 3) as [number, number, number];
    const all = Array.from({ length: BINS }, (_, bin) => {
      const hertz = (bin * SAMPLE_RATE) / FRAME;
      const height = Math.min((hertz - low) / (centre - low), (high - hertz) / (high - centre));
      return (Math.max(0, height) * 2) / (high - low);
    });
    const first = Math.max(
      0,
      all.findIndex((weight) => weight > 0),
    );
    const end = all.findLastIndex((weight) => weight > 0) + 1;
    return { first, weights: Float64Array.from(all.slice(first, end)) };
  });
}

/** Linear below 1 kHz, logarithmic above. */
const LINEAR_MELS = 15;
const LINEAR_HERTZ = 1000;
const LOG_STEP = Math.log(6.4) / 27;

function hertzToMel(hertz: number): number {
  if (hertz < LINEAR_HERTZ) return (hertz / LINEAR_HERTZ) * LINEAR_MELS;
  return LINEAR_MELS + Math.log(hertz / LINEAR_HERTZ) / LOG_STEP;
}

function melToHertz(mel: number): number {
  if (mel < LINEAR_MELS) return (mel / LINEAR_MELS) * LINEAR_HERTZ;
  return LINEAR_HERTZ * Math.exp((mel - LINEAR_MELS) * LOG_STEP);
}

/**
 * |DFT|² of one Hann-windowed frame of 400 samples. 400 = 20 × 20: twenty DFTs of every twentieth sample, turned by
 * the twiddle factors, then twenty DFTs across them. `start` may lie before the samples, which are mirrored there.
 */
function createPowerSpectrum() {
  const SIDE = Math.sqrt(FRAME);
  const HALF = SIDE / 2;
  const cos = Float64Array.from({ length: FRAME }, (_, i) => Math.cos((2 * Math.PI * i) / FRAME));
  const sin = Float64Array.from({ length: FRAME }, (_, i) => Math.sin((2 * Math.PI * i) / FRAME));
  const hann = cos.map((value) => (1 - value) / 2);
  const frame = new Float64Array(FRAME);
  const real = new Float64Array(FRAME);
  const imaginary = new Float64Array(FRAME);

  return (samples: Float32Array, start: number, power: Float64Array): void => {
    for (let i = 0; i < FRAME; i++) frame[i] = (samples[Math.abs(start + i)] ?? 0) * hann[i]!;
    // Of samples column, column + 20, …: the input is real, so rows above the middle are conjugates of those below.
    for (let column = 0; column < SIDE; column++) {
      for (let row = 0; row <= HALF; row++) {
        let re = 0;
        let im = 0;
        for (let i = 0; i < SIDE; i++) {
          const angle = (i * row * SIDE) % FRAME;
          const sample = frame[i * SIDE + column]!;
          re += sample * cos[angle]!;
          im -= sample * sin[angle]!;
        }
        store(row, column, re, im);
        if (row > 0 && row < HALF) store(SIDE - row, column, re, -im);
      }
    }
    for (let bin = 0; bin < BINS; bin++) {
      const row = bin % SIDE;
      const turns = Math.floor(bin / SIDE) * SIDE;
      let re = 0;
      let im = 0;
      for (let column = 0; column < SIDE; column++) {
        const angle = (column * turns) % FRAME;
        const at = row * SIDE + column;
        re += real[at]! * cos[angle]! + imaginary[at]! * sin[angle]!;
        im += imaginary[at]! * cos[angle]! - real[at]! * sin[angle]!;
      }
      power[bin] = re * re + im * im;
    }
  };

  /** Keeps one result of the first stage, turned by its twiddle factor. */
  function store(row: number, column: number, re: number, im: number): void {
    const at = row * SIDE + column;
    const angle = row * column;
    real[at] = re * cos[angle]! + im * sin[angle]!;
    imaginary[at] = im * cos[angle]! - re * sin[angle]!;
  }
}
