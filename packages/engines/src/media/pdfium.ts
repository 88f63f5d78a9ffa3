import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** pdfium and the few bytes of its memory that all calls pass their numbers through. */
export interface Pdfium {
  api: WrappedPdfiumModule;
  /** Reads numbers that a call writes through pointers: `floats(8, 4, (p) => call(p, p + 8, …))`. */
  doubles(count: number, call: (pointer: number) => unknown): number[];
  floats(count: number, call: (pointer: number) => unknown): number[];
  ints(count: number, call: (pointer: number) => unknown): number[];
  /** Reads a string that a call writes as UTF-16 into (pointer, bytes), answering how many bytes it needs. */
  utf16(call: (pointer: number, bytes: number) => number): string;
  /** Offers `bytes` of pdfium's memory to `use`, and takes them back. */
  withMemory<T>(bytes: number, use: (pointer: number) => T): T;
}

/** A file as pdfium reads it: by blocks, so that memory doesn't hold a large scan whole. */
export interface OpenDocument {
  /** pdfium's handle; 0 when it could not be opened (then `error` says why). */
  handle: number;
  /** FPDF_GetLastError: 3 = not a PDF or beyond repair, 4 = password needed. */
  error: number;
  close(): void;
}

/** FPDF_FILEACCESS holds the length as an unsigned 32-bit number. */
export const MAX_PDF_BYTES = 2 ** 32 - 1;

const SCRATCH_BYTES = 128;

let instance: Promise<Pdfium> | undefined;

/** The process's one instance of pdfium, made on first use. It is not re-entrant, and all its calls are synchronous. */
export function loadPdfium(): Promise<Pdfium> {
  return (instance ??= start());
}

async function start(): Promise<Pdfium> {
  const wasm = await readFile(fileURLToPath(import.meta.resolve('@embedpdf/pdfium/pdfium.wasm')));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength);
  const api = await init({ wasmBinary });
  api.PDFiumExt_Init();
  const { malloc, free } = api.pdfium.wasmExports;
  const scratch = malloc(SCRATCH_BYTES);

  const withMemory = <T>(bytes: number, use: (pointer: number) => T): T => {
    const pointer = malloc(bytes);
    if (!pointer) throw new RangeError(`pdfium has no ${bytes} bytes left`);
    try {
      return use(pointer);
    } finally {
      free(pointer);
    }
  };
  /** The heap may have grown, and moved, during the call: take the view after it. */
  const numbers =
    (bytes: number, read: (view: DataView, at: number) => number) =>
    (count: number, call: (pointer: number) => unknown) => {
      call(scratch);
      const view = new DataView(api.pdfium.HEAPU8.buffer, scratch, SCRATCH_BYTES);
      return Array.from({ length: count }, (_, i) => read(view, i * bytes));
    };
  return {
    api,
    withMemory,
    doubles: numbers(8, (view, at) => view.getFloat64(at, true)),
    floats: numbers(4, (view, at) => view.getFloat32(at, true)),
    ints: numbers(4, (view, at) => view.getInt32(at, true)),
    utf16(call) {
      const bytes = call(0, 0);
      if (bytes <= 2) return '';
      return withMemory(bytes, (pointer) => {
        call(pointer, bytes);
        return Buffer.from(api.pdfium.HEAPU8.buffer, pointer, bytes - 2).toString('utf16le');
      });
    },
  };
}

/** Opens a document whose bytes pdfium fetches from the file as it needs them. */
export async function openDocument(path: string): Promise<OpenDocument> {
  const { api } = await loadPdfium();
  const { malloc, free } = api.pdfium.wasmExports;
  const file = openSync(path, 'r');
  // struct FPDF_FILEACCESS { unsigned long length; int (*getBlock)(…); void* param; }
  const access = malloc(12);
  new DataView(api.pdfium.HEAPU8.buffer).setUint32(access, fstatSync(file).size, true);
  api.pdfium.setValue(access + 4, await blockReader(), 'i32');
  api.pdfium.setValue(access + 8, file, 'i32');
  const handle = api.FPDF_LoadCustomDocument(access, '');
  const error = handle ? 0 : api.FPDF_GetLastError();
  const close = () => {
    if (handle) api.FPDF_CloseDocument(handle);
    free(access);
    closeSync(file);
  };
  if (!handle) close();
  return { handle, error, close: handle ? close : () => {} };
}

let reader: Promise<number> | undefined;

/** One callback in pdfium's function table serves all documents: the file descriptor is its parameter. */
function blockReader(): Promise<number> {
  return (reader ??= loadPdfium().then(({ api }) =>
    api.pdfium.addFunction((file: number, position: number, buffer: number, size: number) => {
      const start = buffer >>> 0;
      const bytes = api.pdfium.HEAPU8.subarray(start, start + (size >>> 0));
      return readSync(file, bytes, 0, bytes.length, position >>> 0) === bytes.length ? 1 : 0;
    }, 'iiiii'),
  ));
}
