import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Bucket } from '@filemill/core';
import type { ObjectFolder } from '../blob-store/object-folder.ts';
import type { StoredObject } from '../blob-store/rows.ts';
import { verified } from './checksums.ts';
import { S3Error } from './error.ts';
import { readForm, type Form } from './form.ts';
import { checkPolicy, type SizeRange } from './post-policy.ts';
import { sendXml } from './send.ts';
import { ALGORITHM, sign, UNSIGNED_PAYLOAD } from './sigv4.ts';
import { checkCredential, checkSignature, type Verifier } from './verify.ts';

interface PostCall {
  request: IncomingMessage;
  response: ServerResponse;
  objects: ObjectFolder;
  bucket: Bucket;
  verifier: Verifier;
}

/** PostObject: an upload by an HTML form, allowed by the signed policy among its fields. */
export async function postObject({ request, response, objects, bucket, verifier }: PostCall): Promise<void> {
  const form = await readForm(request);
  try {
    const sizes = authorize(form.fields, bucket, verifier);
    const key = form.fields.get('key') ?? '';
    const contentType = form.fields.get('content-type') ?? 'application/octet-stream';
    const object = await objects.write({ bucket, key, contentType }, bytesOf(form, sizes));
    answer(response, form.fields, object);
  } finally {
    form.file.resume(); // what is left of it after a refusal
  }
}

/** Checks signature and policy; gives the sizes that the policy allows. */
function authorize(fields: Map<string, string>, bucket: Bucket, verifier: Verifier): SizeRange {
  const need = (name: string): string => {
    const value = fields.get(name);
    if (value !== undefined) return value;
    throw new S3Error('AccessDenied', `The form has no field ${name}.`);
  };
  const policy = need('policy');
  if (need('x-amz-algorithm') !== ALGORITHM)
    throw new S3Error('InvalidRequest', `Only ${ALGORITHM} is supported.`);
  const scope = checkCredential(need('x-amz-credential'), need('x-amz-date'), verifier.credentials);
  checkSignature(need('x-amz-signature'), sign(verifier.credentials.secretAccessKey, scope, policy));
  if ((fields.get('bucket') ?? bucket) !== bucket) {
    throw new S3Error('AccessDenied', 'The form names another bucket than its URL.');
  }
  const sizes = checkPolicy(policy, new Map([...fields, ['bucket', bucket]]), verifier.now);
  if (need('key').includes('${filename}') || fields.has('success_action_redirect')) {
    throw new S3Error('NotImplemented', 'Neither ${filename} nor success_action_redirect is supported.');
  }
  return sizes;
}

/** The file's bytes; throws where they are too many, too few, or not as their checksums say. */
function bytesOf({ fields, file }: Form, sizes: SizeRange): AsyncIterable<Uint8Array> {
  const bytes = file.iterator({ destroyOnReturn: false });
  const headers = Object.fromEntries(fields);
  return verified(within(sizes, bytes), { headers, trailers: {}, payloadHash: UNSIGNED_PAYLOAD });
}

async function* within({ min, max }: SizeRange, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of body) {
    seen += chunk.length;
    if (seen > max) throw new S3Error('EntityTooLarge', 'Your upload is larger than the policy allows.');
    yield chunk;
  }
  if (seen < min) throw new S3Error('EntityTooSmall', 'Your upload is smaller than the policy allows.');
}

function answer(response: ServerResponse, fields: Map<string, string>, object: StoredObject): void {
  response.setHeader('ETag', `"${object.etag}"`);
  const status = fields.get('success_action_status');
  if (status === '201') {
    sendXml(
      response,
      'PostResponse',
      { Bucket: object.bucket, Key: object.key, ETag: `"${object.etag}"` },
      201,
    );
  } else {
    response.writeHead(status === '200' ? 200 : 204).end();
  }
}
