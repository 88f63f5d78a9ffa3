import { S3Error } from './error.ts';

const MAX_LINE = 8192;
const LF = 0x0a;

/**
 * Decodes `Content-Encoding: aws-chunked`: chunks of `<hex size>[;…]\r\n<bytes>\r\n`, a last one of size 0, then trailers
 * `name:value\r\n` into `trailers`, and an empty line.
 */
export async function* decodeAwsChunked(
  body: AsyncIterable<Uint8Array>,
  trailers: Record<string, string>,
): AsyncGenerator<Uint8Array> {
  const source = new ByteSource(body);
  for (;;) {
    const line = await source.readLine();
    const size = parseInt(line, 16);
    if (!/^[0-9a-f]{1,13}(;|$)/i.test(line)) throw malformed();
    if (size === 0) break;
    yield* source.read(size);
    if ((await source.readLine()) !== '') throw malformed();
  }
  for (let line = await source.readLine(); line !== ''; line = await source.readLine()) {
    const at = line.indexOf(':');
    if (at > 0) trailers[line.slice(0, at).trim().toLowerCase()] = line.slice(at + 1).trim();
  }
}

/** Lines and counted bytes out of a stream, holding no more than one of its chunks and a line. */
class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#chunks = body[Symbol.asyncIterator]();
  }

  async readLine(): Promise<string> {
    for (let from = 0; ;) {
      const end = this.#rest.indexOf(LF, from);
      if (end >= 0) {
        const line = this.#rest.toString('latin1', 0, end).replace(/\r$/, '');
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      if (this.#rest.length > MAX_LINE) throw malformed();
      from = this.#rest.length;
      this.#rest = Buffer.concat([this.#rest, await this.#next()]);
    }
  }

  async *read(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0;) {
      const chunk = this.#rest.length > 0 ? this.#rest : await this.#next();
      const part = chunk.subarray(0, left);
      this.#rest = chunk.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async #next(): Promise<Buffer> {
    const { done, value } = await this.#chunks.next();
    if (done) throw new S3Error('IncompleteBody', 'The body ended in the middle of a chunk.');
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
}

function malformed(): S3Error {
  return new S3Error('InvalidRequest', 'The body is not valid aws-chunked encoding.');
}
