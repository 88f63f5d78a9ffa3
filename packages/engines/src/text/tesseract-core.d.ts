/** The part of tesseract's C++ API that we call, as compiled to WebAssembly. */
declare module 'tesseract.js-core/tesseract-core-relaxedsimd.js' {
  export interface TessBaseAPI {
    /** 0 on success. `oem`: 0 = legacy, 1 = LSTM. */
    Init(dataPath: null, languages: string, oem: 0 | 1): number;
    SetVariable(name: string, value: string): boolean;
    /** Reads `/input` in the module's file system; 0 on success. */
    SetImageFile(exifOrientation: 1, angle: 0): number;
    Recognize(progress: null): number;
    GetTSVText(page: number): string;
    DetectOS(results: OSResults): boolean;
    Clear(): void;
  }
  export interface OSResults {
    /** `orientation_id`: 0 = upright, 1 = turned 90° clockwise … as tesseract's documentation numbers them. */
    best_result: { orientation_id: 0 | 1 | 2 | 3; oconfidence: number };
  }
  export interface TesseractModule {
    FS: { writeFile(path: string, data: Uint8Array): void; unlink(path: string): void };
    TessBaseAPI: new () => TessBaseAPI;
    OSResults: new () => OSResults;
    destroy(object: TessBaseAPI | OSResults): void;
  }
  export default function createCore(options: {
    TesseractProgress(percent: number): void;
    print?(line: string): void;
    printErr?(line: string): void;
  }): Promise<TesseractModule>;
}
