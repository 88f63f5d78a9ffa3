import type { Client } from '@filemill/rpc/client';

/** What a call may take besides its input. */
export interface CallOptions {
  signal?: AbortSignal;
}

/** The API's procedures, with the contract's own types. */
export type Api = {
  [Name in keyof Client]: (
    input: Parameters<Client[Name]>[0],
    options?: CallOptions,
  ) => Promise<Awaited<ReturnType<Client[Name]>>>;
};

/** An answer that is not a success: a code of Filemill's, or `network` when there was no answer at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  /** HTTP status; 0 without an answer. */
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/**
 * The contract says that a procedure is `POST /rpc/{name}` with JSON both ways, so that is all there is to a call. The
 * contract's runtime (schemas and their library) stays on the server; its types are used here.
 */
export function createApi(fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis)): Api {
  const call = async (name: string, input: unknown, options?: CallOptions): Promise<unknown> => {
    const response = await fetch(`/rpc/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      signal: options?.signal,
    }).catch((error: unknown) => {
      if (options?.signal?.aborted) throw error;
      throw new ApiError(
        'network',
        0,
        'The server cannot be reached. Check that it is running, then try again.',
      );
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw toApiError(response.status, body);
    return body;
  };
  return new Proxy({} as Api, {
    get: (_, name) => (input: unknown, options?: CallOptions) => call(String(name), input, options),
  });
}

function toApiError(status: number, body: unknown): ApiError {
  const { code, message } = (body ?? {}) as { code?: unknown; message?: unknown };
  return new ApiError(
    typeof code === 'string' ? code : `http.${status}`,
    status,
    typeof message === 'string'
      ? message
      : `The server answered with status ${status}. Try again in a moment.`,
  );
}

export const api = createApi();
