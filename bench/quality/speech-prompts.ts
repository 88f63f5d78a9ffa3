import { execFile } from 'node:child_process';
import { access, mkdir, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { wordsOf } from './speech-errors.ts';

const run = promisify(execFile);

/** A short recording and what is said in it. */
export interface Prompt {
  path: string;
  text: string;
}

/** The voice that Debian's package of each language has. */
const VOICES = { en: 'en_US_f_Allison', es: 'es_MX_f_Allison', fr: 'fr_CA_f_June' } as const;
export type PromptLanguage = keyof typeof VOICES;
export const PROMPT_LANGUAGES = Object.keys(VOICES) as PromptLanguage[];

/** Where the packages are kept between runs. */
export const promptsCache = join(tmpdir(), 'filemill-asterisk-prompts');

const MIN_WORDS = 8;
const MAX_WORDS = 60;
const PROMPTS = 100;

/** Signs whose reading the written text doesn't say (`press #`), stage directions, and numbers read digit by digit. */
const UNREADABLE = /[#*<>()[\]@]|\d\d|\w\.\w/;

/**
 * A hundred prompts of the Asterisk telephone exchange (CC BY-SA 3.0; 8 kHz studio recordings), spread evenly over all
 * that have enough words.
 *
 * @param cache A folder into which Debian's packages are fetched and unpacked when it doesn't have them; nothing is installed.
 */
export async function loadPrompts(language: PromptLanguage, cache: string): Promise<Prompt[]> {
  await Promise.all([
    fetchPackage(`asterisk-core-sounds-${language}`, cache),
    fetchPackage(`asterisk-core-sounds-${language}-wav`, cache),
  ]);
  const list = join(cache, `usr/share/doc/asterisk-core-sounds-${language}/core-sounds-${language}.txt.gz`);
  const sounds = join(cache, 'usr/share/asterisk/sounds', VOICES[language]);
  const recorded = new Set(await readdir(sounds, { recursive: true }));
  const usable = new Map<string, Prompt>(); // by its words: several prompts say the same
  for (const line of gunzipSync(await readFile(list))
    .toString()
    .split('\n')) {
    const [, name, text] = /^([\w/-]+): (.+)$/.exec(line) ?? [];
    if (!name || !text || UNREADABLE.test(text) || !recorded.has(`${name}.wav`)) continue;
    const words = wordsOf(text);
    if (words.length < MIN_WORDS || words.length > MAX_WORDS) continue;
    usable.set(words.join(' '), { path: join(sounds, `${name}.wav`), text });
  }
  const all = [...usable.values()];
  const count = Math.min(PROMPTS, all.length);
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!);
}

async function fetchPackage(name: string, cache: string): Promise<void> {
  const unpacked = join(cache, 'usr/share/doc', name);
  const exists = await access(unpacked).then(
    () => true,
    () => false,
  );
  if (exists) return;
  await mkdir(cache, { recursive: true });
  await run('apt-get', ['download', name], { cwd: cache });
  const deb = (await readdir(cache)).find((file) => file.startsWith(`${name}_`))!;
  await run('dpkg-deb', ['-x', deb, '.'], { cwd: cache });
}
