import { SaxesParser } from 'saxes';
import { FilemillError } from '@filemill/core';

export interface XmlHandler {
  /** Names come without their prefix (`w:p` → `p`), which files may choose freely; attributes' names keep theirs. */
  open?(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * Reads a part of a document as XML, in pieces; yields after each piece, so that what came of it can be taken. Entities
 * that the file declares are not expanded, and nothing outside of it is opened. Throws FilemillError `file.corrupt`.
 */
export async function* readXml(part: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => handler.open?.(localName(name), attributes));
  parser.on('closetag', ({ name }) => handler.close?.(localName(name)));
  parser.on('text', (text) => handler.text?.(text));
  parser.on('cdata', (text) => handler.text?.(text));
  parser.on('error', (error) => {
    throw new FilemillError(
      'file.corrupt',
      'The document is damaged and cannot be read. If it opens elsewhere, save it again and try that.',
      { cause: error },
    );
  });
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of part) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.close();
  yield;
}

/** Reads a part to its end. */
export async function readWholeXml(part: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  for await (const _piece of readXml(part, handler));
}

function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
