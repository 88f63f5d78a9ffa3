import { SAMPLE_RATE } from './mel.ts';
import { VAD_FRAME } from './vad.ts';

/** A part of a recording in which someone speaks, with a little of what is around it. In frames of `VAD_FRAME`. */
export interface Stretch {
  start: number;
  /** The first frame after it. */
  end: number;
}

/** Speech begins above the first and ends below the second: a voice that wavers between them goes on. */
const BEGIN = 0.5;
const END = 0.35;
const MIN_SPEECH = frames(0.25);
const MIN_SILENCE = frames(0.3);
/** Kept before and after, because the first and last sounds of words are faint. At most `MIN_SILENCE`. */
const PADDING = frames(0.3);
/** Longer stretches are cut, at the frame of the last `CUT_RANGE` that sounds least like speech. */
const MAX_SPEECH = frames(28);
const CUT_RANGE = frames(10);

function frames(seconds: number): number {
  return Math.floor((seconds * SAMPLE_RATE) / VAD_FRAME);
}

/** Turns the probabilities of a recording's frames, one after the other, into stretches of speech. */
export class StretchFinder {
  #frame = 0;
  /** First frame of the current stretch, unpadded, and the frame after the last one that was surely speech. */
  #speech: { start: number; end: number } | undefined;
  /** Probabilities from the current stretch's start on. */
  #heard: number[] = [];
  /** Up to here frames belong to a stretch that was given out. */
  #taken = 0;

  /** No stretch that is yet to come begins before this frame. */
  get pendingFrom(): number {
    return this.#speech
      ? this.#paddedStart(this.#speech.start)
      : Math.max(this.#taken, this.#frame - PADDING);
  }

  /** Hears one more frame; answers the stretch that ended with it, if one did. */
  push(probability: number): Stretch[] {
    const frame = this.#frame++;
    if (!this.#speech) {
      if (probability >= BEGIN) this.#begin(frame, [probability]);
      return [];
    }
    this.#heard.push(probability);
    if (probability >= END) this.#speech.end = frame + 1;
    if (this.#frame - this.#speech.end >= MIN_SILENCE) return this.#finish(PADDING);
    if (this.#frame - this.#speech.start >= MAX_SPEECH) return this.#cut();
    return [];
  }

  /** Answers the stretch that the recording's end ends, if there is one. */
  flush(): Stretch[] {
    return this.#speech ? this.#finish(Math.min(PADDING, this.#frame - this.#speech.end)) : [];
  }

  #begin(start: number, heard: number[]): void {
    this.#speech = { start, end: start + heard.length };
    this.#heard = heard;
  }

  #finish(padding: number): Stretch[] {
    const { start, end } = this.#speech!;
    this.#speech = undefined;
    if (end - start < MIN_SPEECH) return [];
    return this.#take({ start: this.#paddedStart(start), end: end + padding });
  }

  #cut(): Stretch[] {
    const { start } = this.#speech!;
    const heard = this.#heard;
    let quietest = heard.length - CUT_RANGE;
    for (let i = quietest; i < heard.length; i++) if (heard[i]! < heard[quietest]!) quietest = i;
    this.#begin(start + quietest, heard.slice(quietest));
    return this.#take({ start: this.#paddedStart(start), end: start + quietest });
  }

  #paddedStart(start: number): number {
    return Math.max(this.#taken, start - PADDING);
  }

  #take(stretch: Stretch): Stretch[] {
    this.#taken = stretch.end;
    return [stretch];
  }
}
