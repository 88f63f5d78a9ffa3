import type { Segment, SpokenWord, TimeAnchor } from '@filemill/core';

/** A word of a recording: times in seconds from its start, the text with its marks and the space before it. */
export interface HeardWord {
  text: string;
  start: number;
  end: number;
  confidence: number;
  language: string;
}

/** A pause of this length ends a segment, and so does a mark that ends a sentence. In seconds. */
const PAUSE = 1.5;
/** Longer segments end at the next word, so that a transcript without any marks can still be followed. */
const MAX_SECONDS = 20;

/** A full stop may also end an abbreviation or a number: those are short or not words. */
const SENTENCE_END = /(?:[!?。！？…]|[\p{L}\p{N}]{3,}\.|\p{Ll}{2,}\.)["'”’»)\]]*$/u;

/** Groups words, as they come, into pieces of about a sentence. */
export class SegmentBuilder {
  #words: HeardWord[] = [];

  /** Answers the segment that ended before this word, if one did. */
  push(word: HeardWord): Segment[] {
    const ended = this.#endsBefore(word) ? this.flush() : [];
    this.#words.push(word);
    return ended;
  }

  /** Answers the last segment, if there were words. */
  flush(): Segment[] {
    const words = this.#words;
    this.#words = [];
    return words.length > 0 ? [toSegment(words)] : [];
  }

  #endsBefore(word: HeardWord): boolean {
    const first = this.#words[0];
    const last = this.#words.at(-1);
    if (!first || !last) return false;
    return (
      SENTENCE_END.test(last.text) ||
      word.start - last.end >= PAUSE ||
      word.end - first.start >= MAX_SECONDS ||
      word.language !== last.language
    );
  }
}

function toSegment(words: HeardWord[]): Segment {
  const first = words[0]!;
  const last = words.at(-1)!;
  return {
    text: words
      .map((word) => word.text)
      .join('')
      .trim(),
    anchor: anchorOf(first.start, last.end),
    confidence: round(mean(words.map((word) => word.confidence))),
    language: first.language,
    words: words.map(toSpokenWord),
  };
}

function toSpokenWord({ text, start, end, confidence }: HeardWord): SpokenWord {
  return { text: text.trim(), anchor: anchorOf(start, end), confidence: round(confidence) };
}

function anchorOf(start: number, end: number): TimeAnchor {
  return { start: round(start), end: round(end) };
}

/** To milliseconds and thousandths: finer figures would only make the result larger. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
