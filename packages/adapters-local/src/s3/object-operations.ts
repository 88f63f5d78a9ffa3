import type { Call } from './handler.ts';

/** PutObject. */
export async function putObject({ request, response, target, bucket, objects, body }: Call): Promise<void> {
  const contentType = request.headers['content-type'] ?? 'application/octet-stream';
  const { size, bytes } = body();
  objects.checkSize(size);
  const object = await objects.write({ bucket, key: target.key, contentType }, bytes);
  response.setHeader('ETag', `"${object.etag}"`);
  response.writeHead(200).end();
}

/** DeleteObject. */
export async function deleteObject({ response, target, bucket, objects }: Call): Promise<void> {
  await objects.delete(bucket, [target.key]);
  response.writeHead(204).end();
}
