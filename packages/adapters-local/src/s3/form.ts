import { Busboy } from '@fastify/busboy';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { hangUpOnSilence } from './body.ts';
import { S3Error } from './error.ts';

const LIMITS = { fields: 100, fieldSize: 32 * 1024, fieldNameSize: 256, files: 1, headerPairs: 50 };

export interface Form {
  /** Names in lower case. */
  fields: Map<string, string>;
  /** Has to be read, or resumed, to its end; an incomplete body makes it fail. */
  file: Readable;
}

/** Reads a `multipart/form-data` body up to its file, which has to be the last field, as S3 wants it. */
export function readForm(request: IncomingMessage): Promise<Form> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    let file: Readable | undefined;
    const fail = (cause: unknown) => {
      const error = new S3Error('MalformedPOSTRequest', 'The body is not well-formed multipart/form-data.', {
        cause,
      });
      file?.destroy(error);
      reject(error);
    };
    const parser = new Busboy({
      headers: request.headers as { 'content-type': string },
      limits: LIMITS,
      isPartAFile: (name) => name === 'file',
    });
    parser.on('field', (name, value, _nameTruncated, valueTruncated) => {
      if (valueTruncated) fail(new Error(`the field ${name} is too long`));
      fields.set(name.toLowerCase(), value);
    });
    parser.on('file', (_name, stream) => {
      file = stream;
      file.on('error', reject); // also for the time when nobody reads it: an error without a listener ends the process
      resolve({ fields, file });
    });
    parser.on('finish', () => {
      reject(new S3Error('InvalidArgument', 'POST requires exactly one file upload per request.'));
    });
    const watched = hangUpOnSilence(request);
    pipeline(request, parser).catch(fail).finally(watched.stop);
  });
}
