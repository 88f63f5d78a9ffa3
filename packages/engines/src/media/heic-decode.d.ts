declare module 'heic-decode' {
  namespace heicDecode {
    interface Picture {
      width: number;
      height: number;
      decode(): Promise<{ width: number; height: number; data: Uint8ClampedArray }>;
    }
    /** Opens all pictures of a file without decoding them; `dispose` frees what the parser holds. */
    function all(input: { buffer: Uint8Array }): Promise<Picture[] & { dispose(): void }>;
  }
  export default heicDecode;
}
