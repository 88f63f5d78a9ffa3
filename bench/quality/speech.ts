/**
 * How well speech is heard: the word error rate on recorded prompts in three languages, each prompt a file of its own
 * whose language must be found out, and the words invented where nobody speaks.
 *
 *     node bench/quality/speech.ts [--list] [LANGUAGE…]
 *
 * The prompts come from Debian's packages (see ./speech-prompts.ts); `--list` shows every prompt that has errors.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_LIMITS, type TranscriptResult } from '@filemill/core';
import { createEngines } from '@filemill/engines';
import { soundOf, writeWav } from '../../packages/engines/src/media/wav.fixture.ts';
import { wordErrors, wordsOf } from './speech-errors.ts';
import { NOISES } from './speech-noise.ts';
import { loadPrompts, PROMPT_LANGUAGES, promptsCache, type PromptLanguage } from './speech-prompts.ts';

const NOISE_SECONDS = 60;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { list: { type: 'boolean' } } });
const languages = PROMPT_LANGUAGES.filter(
  (language) => positionals.length === 0 || positionals.includes(language),
);
const scratch = await mkdtemp(join(tmpdir(), 'filemill-bench-'));
const engines = createEngines({ limits: DEFAULT_LIMITS });
try {
  console.log('| language | prompts | words | word error rate % | language right |\n|---|---|---|---|---|');
  for (const language of languages) await measure(language);
  console.log(`\n| ${NOISE_SECONDS} s of | words invented |\n|---|---|`);
  for (const [name, sound] of Object.entries(NOISES)) {
    const path = join(scratch, 'noise.wav');
    await writeWav(path, soundOf(NOISE_SECONDS, sound()));
    const { segments } = await transcribe(path);
    const text = segments.map((segment) => segment.text).join(' ');
    console.log(`| ${name} | ${wordsOf(text).length} ${text} |`);
  }
} finally {
  await engines.close();
  await rm(scratch, { recursive: true });
}

async function measure(language: PromptLanguage): Promise<void> {
  const prompts = await loadPrompts(language, promptsCache);
  const sum = { words: 0, errors: 0, languageRight: 0 };
  const queue = prompts.values();
  const work = async () => {
    for (const { path, text } of queue) {
      const result = await transcribe(path);
      const truth = wordsOf(text, language);
      const said = result.segments.map((segment) => segment.text).join(' ');
      const errors = wordErrors(truth, wordsOf(said, language));
      if (values.list && errors > 0) console.log(`${errors} ${basename(path)}: ${text} → ${said}`);
      sum.words += truth.length;
      sum.errors += errors;
      if (result.language === language) sum.languageRight++;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const rate = ((100 * sum.errors) / sum.words).toFixed(2);
  const right = `${sum.languageRight} of ${prompts.length}`;
  console.log(`| ${[language, prompts.length, sum.words, rate, right].join(' | ')} |`);
}

async function transcribe(path: string): Promise<TranscriptResult> {
  const outDir = await mkdtemp(join(scratch, 'result-'));
  const request = { path, name: basename(path), options: { analyses: ['transcript' as const] }, outDir };
  const { results } = await engines.analyze(request);
  return JSON.parse(await readFile(results[0]!.path, 'utf8')) as TranscriptResult;
}
