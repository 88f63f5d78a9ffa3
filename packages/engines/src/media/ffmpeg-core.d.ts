/** The parts of @ffmpeg/core (Emscripten's module and its file system) that the WASM back end uses. */
declare module '@ffmpeg/core' {
  export interface DeviceStream {
    position: number;
  }

  /** Emscripten's operations on an open file; numbers are bytes. */
  export interface StreamOps {
    open(stream: DeviceStream): void;
    close(stream: DeviceStream): void;
    read(stream: DeviceStream, buffer: Int8Array, offset: number, length: number, position: number): number;
    write(stream: DeviceStream, buffer: Int8Array, offset: number, length: number): number;
    llseek(stream: DeviceStream, offset: number, whence: number): number;
  }

  export interface FsNode {
    id: number;
    mode: number;
    stream_ops: Partial<StreamOps>;
    node_ops: { getattr(node: FsNode): object };
  }

  export interface FfmpegCore {
    FS: {
      createFile(
        parent: string,
        name: string,
        properties: object,
        canRead: boolean,
        canWrite: boolean,
      ): FsNode;
      makedev(major: number, minor: number): number;
      registerDevice(device: number, ops: Partial<StreamOps>): void;
      mkdev(path: string, device: number): FsNode;
    };
    setLogger(logger: (entry: { type: 'stdout' | 'stderr'; message: string }) => void): void;
    /** Both block until the program ends and answer its exit code. */
    exec(...args: string[]): number;
    ffprobe(...args: string[]): number;
  }

  export default function createFfmpegCore(options: {
    instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void): object;
  }): Promise<FfmpegCore>;
}

/** The two functions of WebAssembly that Node has and its types leave out. */
declare namespace WebAssembly {
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Imports): Promise<Instance>;
}
