import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { resultText, type ResultFile, type TranscriptResult } from '@filemill/core';
import { readTextPages } from '@filemill/engines';

/** Writes what a person reads: what was said, then the text in reading order; empty where there is neither. */
export async function writePlainText(path: string, results: ResultFile[]): Promise<void> {
  const transcript = results.find(({ analysis }) => analysis === 'transcript');
  const text = results.find(({ analysis }) => analysis === 'text');
  await pipeline(async function* () {
    if (transcript) yield await transcriptText(transcript);
    if (transcript && text) yield '\n';
    if (text) yield* pagesText(text);
  }, createWriteStream(path));
}

async function transcriptText({ path }: ResultFile): Promise<string> {
  const said = resultText(JSON.parse(await readFile(path, 'utf8')) as TranscriptResult);
  return said && `${said}\n`;
}

async function* pagesText({ path }: ResultFile): AsyncGenerator<string> {
  let separator = '';
  for await (const page of readTextPages(path)) {
    yield `${separator}${page.text.trimEnd()}\n`;
    separator = '\f\n';
  }
}
