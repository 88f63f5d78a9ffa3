/** A sound without a word in it: the sample at a time in seconds, in −1..1. */
type Sound = (seconds: number) => number;

/** The same in every run. */
export const NOISES: Record<string, () => Sound> = {
  silence: () => () => 0,
  'white noise': () => whiteNoise(0.1),
  'pink noise': () => pinkNoise(),
  'faint noise': () => whiteNoise(0.002),
  hum: () => (t) => 0.2 * Math.sin(2 * Math.PI * 50 * t) + 0.1 * Math.sin(2 * Math.PI * 150 * t),
  'tones that come and go': () => (t) => (Math.floor(t) % 2 ? 0 : 0.3 * Math.sin(2 * Math.PI * 880 * t)),
  chords: () => chords(),
  'a melody with drums': () => melody(),
};

function whiteNoise(loudness: number): Sound {
  const random = createRandom();
  return () => loudness * (random() * 2 - 1);
}

/** As loud in every octave: a sum of noises that change half as often, one after the other (Voss). */
function pinkNoise(): Sound {
  const random = createRandom();
  const octaves = Array.from({ length: 12 }, () => 0);
  let i = 0;
  return () => {
    i++;
    for (let octave = 0; octave < octaves.length; octave++) {
      if (i % 2 ** octave === 0) octaves[octave] = random() * 2 - 1;
    }
    return octaves.reduce((sum, value) => sum + value, 0) / 24;
  };
}

const C4 = 261.63;
const note = (semitones: number) => C4 * 2 ** (semitones / 12);

/** A string that is plucked: overtones that fade. */
function pluck(frequency: number, since: number): number {
  let sum = 0;
  for (let harmonic = 1; harmonic <= 6; harmonic++) {
    sum += (Math.sin(2 * Math.PI * frequency * harmonic * since) * Math.exp(-since * harmonic)) / harmonic;
  }
  return sum;
}

function chords(): Sound {
  const progression = [
    [0, 4, 7],
    [-3, 0, 4],
    [5, 9, 12],
    [7, 11, 14],
  ];
  return (t) => {
    const chord = progression[Math.floor(t / 2) % progression.length]!;
    return chord.reduce((sum, semitones) => sum + 0.15 * pluck(note(semitones), t % 2), 0);
  };
}

function melody(): Sound {
  const tune = [0, 2, 4, 5, 7, 7, 9, 9, 9, 9, 7, 5, 5, 5, 5, 4, 4, 2, 2, 2, 2, 0];
  const hiss = createRandom();
  return (t) => {
    const lead = 0.25 * pluck(note(12 + tune[Math.floor(t * 3) % tune.length]!), t % (1 / 3));
    const drum = 0.3 * (hiss() * 2 - 1) * Math.exp(-30 * (t % 0.5));
    const bass = 0.2 * pluck(note(-24 + (Math.floor(t) % 2 ? 7 : 0)), t % 1);
    return lead + drum + bass;
  };
}

/** A linear congruential generator: numbers in 0..1. */
function createRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
