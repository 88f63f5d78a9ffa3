import { TransferError } from './retry.ts';

export interface Watch {
  signal: AbortSignal;
  /** Bytes of the body that have left so far. */
  onProgress: (bytes: number) => void;
}

/** How bytes travel; tests have their own. Failures are TransferErrors. */
export interface Transport {
  postForm(url: string, fields: Record<string, string>, file: Blob, watch: Watch): Promise<void>;
  put(url: string, body: Blob, watch: Watch): Promise<void>;
}

/** XMLHttpRequest, because fetch cannot tell how much of a body has left. */
export const xhrTransport: Transport = {
  postForm(url, fields, file, watch) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', file);
    return send('POST', url, form, watch);
  },
  put: (url, body, watch) => send('PUT', url, body, watch),
};

function send(
  method: string,
  url: string,
  body: FormData | Blob,
  { signal, onProgress }: Watch,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    const settle = (finish: () => void) => () => {
      signal.removeEventListener('abort', abort);
      finish();
    };
    xhr.open(method, url);
    xhr.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    const answered = () =>
      xhr.status < 300 ? resolve() : reject(new TransferError(xhr.status, storageMessage(xhr.responseText)));
    xhr.addEventListener('load', settle(answered));
    xhr.addEventListener(
      'error',
      settle(() => reject(new TransferError(0, ''))),
    );
    xhr.addEventListener(
      'abort',
      settle(() => reject(signal.reason)),
    );
    signal.addEventListener('abort', abort, { once: true });
    xhr.send(body);
  });
}

/** S3 explains itself in XML. */
function storageMessage(xml: string): string {
  return /<Message>([^<]{1,200})<\/Message>/.exec(xml)?.[1] ?? '';
}
