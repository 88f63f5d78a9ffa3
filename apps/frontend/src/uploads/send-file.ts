import type { UploadView } from '@filemill/rpc/client';
import type { Api } from '../api/client.ts';
import { withRetries } from './retry.ts';
import type { Transport } from './transport.ts';

export interface SendDeps {
  api: Pick<Api, 'requestUpload' | 'completeUpload'>;
  transport: Transport;
  /** Bounds the transfers under way, over all files. */
  inSlot: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface SendRequest {
  jobId: string;
  fileId: string;
  file: Blob;
  signal: AbortSignal;
  /** Bytes of the file that the storage has; may go back when a transfer has to be repeated. */
  onSent: (bytes: number) => void;
}

type Form = Extract<UploadView, { method: 'post' }>;
type Multipart = Extract<UploadView, { method: 'multipart' }>;

/** As many part URLs as the API signs in one call. */
const SIGN_AT_ONCE = 100;

/** Uploads one file: as a form, or in parts, going on with those that are there already. */
export async function sendFile(deps: SendDeps, request: SendRequest): Promise<void> {
  const { jobId, fileId, signal } = request;
  const ask = (parts?: number[]) => deps.api.requestUpload({ jobId, fileId, parts }, { signal });
  const how = await withRetries(() => ask(), signal);
  if (how.method === 'post') await sendForm(deps, request, how, ask);
  else await sendParts(deps, request, how, ask);
  const uploadId = how.method === 'multipart' ? how.uploadId : undefined;
  await withRetries(() => deps.api.completeUpload({ jobId, fileId, uploadId }, { signal }), signal);
}

type Ask = (parts?: number[]) => Promise<UploadView>;

async function sendForm(deps: SendDeps, request: SendRequest, first: Form, ask: Ask): Promise<void> {
  const { file, signal, onSent } = request;
  await withRetries(async (attempt) => {
    const how = attempt === 1 ? first : await ask();
    if (how.method !== 'post') throw new Error('The way to upload this file changed in between.');
    // The form's other fields travel too: never claim more than the file.
    const onProgress = (bytes: number) => onSent(Math.min(bytes, file.size));
    await deps.inSlot(() => deps.transport.postForm(how.url, how.fields, file, { signal, onProgress }));
  }, signal);
  onSent(file.size);
}

async function sendParts(deps: SendDeps, request: SendRequest, how: Multipart, ask: Ask): Promise<void> {
  const { file, onSent } = request;
  const { partSize, partCount } = how;
  const sizes = new Map(how.uploaded.map(({ part, size }) => [part, size]));
  const missing = Array.from({ length: partCount }, (_, i) => i + 1).filter((part) => !sizes.has(part));
  const report = (part: number, bytes: number) => {
    sizes.set(part, bytes);
    onSent(sizes.values().reduce((sum, size) => sum + size, 0));
  };
  // One part that fails for good ends the file: its siblings then need not go on.
  const failed = new AbortController();
  const signal = AbortSignal.any([request.signal, failed.signal]);
  const sendPart = (part: number, signedUrl: string | undefined) =>
    withRetries(async (attempt) => {
      const url = attempt === 1 ? signedUrl : urlOf(await ask([part]), part);
      if (!url) throw new Error(`No address was signed for part ${part}.`);
      const body = file.slice((part - 1) * partSize, part * partSize);
      const onProgress = (bytes: number) => report(part, Math.min(bytes, body.size));
      await deps.inSlot(() => deps.transport.put(url, body, { signal, onProgress }));
      report(part, body.size);
    }, signal);

  try {
    for (let from = 0; from < missing.length; from += SIGN_AT_ONCE) {
      const batch = missing.slice(from, from + SIGN_AT_ONCE);
      const signed = await withRetries(() => ask(batch), signal);
      await Promise.all(batch.map((part) => sendPart(part, urlOf(signed, part))));
    }
  } finally {
    failed.abort();
  }
}

function urlOf(how: UploadView, part: number): string | undefined {
  return how.method === 'multipart' ? how.urls[String(part)] : undefined;
}
