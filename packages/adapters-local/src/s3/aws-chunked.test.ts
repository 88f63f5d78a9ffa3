import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeAwsChunked } from './aws-chunked.ts';

/** Decodes a body that arrives in pieces of so many bytes. */
async function decode(
  body: string,
  pieces: number,
): Promise<{ text: string; trailers: Record<string, string> }> {
  async function* inPieces(): AsyncGenerator<Buffer> {
    for (let i = 0; i < body.length; i += pieces) yield Buffer.from(body.slice(i, i + pieces));
  }
  const trailers: Record<string, string> = {};
  let text = '';
  for await (const chunk of decodeAwsChunked(inPieces(), trailers)) text += Buffer.from(chunk).toString();
  return { text, trailers };
}

test('chunks and trailers come apart, wherever the network has cut them', async () => {
  const body =
    '5;chunk-signature=00\r\nhello\r\nB\r\n, \r\n\r\nworld\r\n0\r\nX-Amz-Checksum-Crc32: AAAAAA==\r\n\r\n';
  for (const pieces of [1, 2, 3, 7, 1000]) {
    const { text, trailers } = await decode(body, pieces);
    assert.equal(text, 'hello, \r\n\r\nworld');
    assert.deepEqual(trailers, { 'x-amz-checksum-crc32': 'AAAAAA==' });
  }
});

test('a body that is cut off or malformed is refused', async () => {
  const refused: [string, string][] = [
    ['5\r\nhel', 'IncompleteBody'],
    ['5\r\nhello\r\n', 'IncompleteBody'],
    ['5\r\nhello\r\n0\r\n', 'IncompleteBody'],
    ['5\r\nhello!\r\n0\r\n\r\n', 'InvalidRequest'],
    ['x\r\nhello\r\n0\r\n\r\n', 'InvalidRequest'],
    ['-5\r\nhello\r\n0\r\n\r\n', 'InvalidRequest'],
    ['1'.repeat(20_000), 'InvalidRequest'],
  ];
  for (const [body, code] of refused) await assert.rejects(decode(body, 100), { code }, body.slice(0, 20));
});
