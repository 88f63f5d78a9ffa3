import { readFile } from 'node:fs/promises';

/** The members of a `tokenizer.json` that matter for reading a transcript. */
interface TokenizerJson {
  model: { vocab: Record<string, number> };
  added_tokens: { id: number; content: string }[];
}

/** Written without spaces between words; each character is timed as a word of its own. */
const UNSPACED = new Set(['zh', 'ja', 'th', 'lo', 'my', 'yue']);

/** Marks alone, which are written but not spoken. */
const MARKS = /^[\s\p{P}\p{S}]*$/u;
/** Marks that belong to the word after them; all others belong to the word before. */
const OPENING = /^[\s"'“¿¡([{«‘-]+$/u;

/** Some tokens that make a word together. */
export interface TokenWord {
  /** With its marks and the space before it. */
  text: string;
  /** The spoken part, without marks: positions in the list that was split. */
  spoken: { start: number; end: number };
}

/** Whisper's byte-level vocabulary: token numbers to text. */
export class Tokenizer {
  readonly #bytes: Uint8Array[] = [];
  readonly #special = new Map<string, number>();

  static async load(path: string): Promise<Tokenizer> {
    return new Tokenizer(JSON.parse(await readFile(path, 'utf8')) as TokenizerJson);
  }

  constructor(json: TokenizerJson) {
    const byteOf = byteOfCharacter();
    for (const [token, id] of Object.entries(json.model.vocab)) {
      this.#bytes[id] = Uint8Array.from(token, (character) => byteOf.get(character) ?? 0);
    }
    for (const { id, content } of json.added_tokens) this.#special.set(content, id);
  }

  /** The number of a token such as `<|startoftranscript|>`. */
  special(content: string): number {
    const id = this.#special.get(content);
    if (id === undefined) throw new Error(`The tokenizer has no ${content}.`);
    return id;
  }

  /** The text of tokens; those that stand for no text (such as times) are passed over. */
  decode(tokens: readonly number[]): string {
    const bytes = tokens.map((token) => this.#bytes[token] ?? new Uint8Array());
    return Buffer.concat(bytes).toString('utf8');
  }

  /** Splits text tokens into words, each with the marks that stick to it. */
  splitWords(tokens: readonly number[], language: string): TokenWord[] {
    const words: TokenWord[] = [];
    let opening = '';
    for (const piece of this.#splitCharacters(tokens)) {
      const last = words.at(-1);
      const starts = piece.text.startsWith(' ') || UNSPACED.has(language) || opening !== '' || !last;
      if (MARKS.test(piece.text)) {
        if (starts && OPENING.test(piece.text)) opening += piece.text;
        else if (last) last.text += piece.text;
      } else if (starts) {
        words.push({ text: opening + piece.text, spoken: piece.spoken });
        opening = '';
      } else {
        last.text += piece.text;
        last.spoken = { start: last.spoken.start, end: piece.spoken.end };
      }
    }
    return words;
  }

  /** A character may take several tokens; until the last of them the text ends in U+FFFD. */
  #splitCharacters(tokens: readonly number[]): TokenWord[] {
    const characters: TokenWord[] = [];
    let start = 0;
    for (let end = 1; end <= tokens.length; end++) {
      const text = this.decode(tokens.slice(start, end));
      if (text.endsWith('\uFFFD') && end < tokens.length) continue;
      characters.push({ text, spoken: { start, end } });
      start = end;
    }
    return characters;
  }
}

/**
 * GPT-2's way to write any byte as a visible character: printable Latin-1 stands for itself, the others follow from
 * U+0100 on.
 */
function byteOfCharacter(): Map<string, number> {
  const map = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 0x100; byte++) {
    const printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    map.set(String.fromCodePoint(printable ? byte : next++), byte);
  }
  return map;
}
