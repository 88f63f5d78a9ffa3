/**
 * ffmpeg behind one call, `runFfmpeg`, with two back ends that behave alike: the machine's own `ffmpeg` where there is
 * one, else its WASM build. A command reads one file and writes one stream:
 *
 *     for await (const bytes of runFfmpeg({ input: path, args: ['-vn', '-f', 'f32le'] })) …
 *
 * Neither back end holds the input or the output in memory, both stop at once when the signal aborts or the reader
 * leaves the loop, and neither opens anything but the input: no network, no playlists that name other files.
 */
import { FilemillError } from '@filemill/core';
import { hasSystemFfmpeg, runSystem } from './ffmpeg-system.ts';
import { runWasm } from './ffmpeg-wasm.ts';

export type Tool = 'ffmpeg' | 'ffprobe';

export interface FfmpegOptions {
  signal?: AbortSignal;
  /** Default: `system` where both programs are on the PATH. */
  backend?: 'system' | 'wasm';
}

export interface FfmpegCommand extends FfmpegOptions {
  /** Path of a file. */
  input: string;
  /** Before the input, such as `['-ss', '10']`. */
  inputArgs?: string[];
  /** After the input, without the output's name. The format must be one that is written in one go (`f32le`, `rawvideo`, `image2pipe` …). */
  args: string[];
  /** Each line of the log, such as those of the filter `showinfo`; `logLevel` says which there are. */
  onLog?: (line: string) => void;
  /** ffmpeg's own name of a level. Default: `error`. */
  logLevel?: 'error' | 'info';
}

/** Runs `tool` and answers its exit code at the end of its output. */
export type Backend = (command: {
  tool: Tool;
  input: string;
  /** The whole command line, for the names that input and output have in this back end. */
  args: (input: string, output: string) => string[];
  signal?: AbortSignal;
  onLog: (line: string) => void;
}) => AsyncGenerator<Uint8Array, number>;

/** Demuxers of recordings. Playlists and scripts (`hls`, `concat` …), which name further files, are not among them. */
const FORMATS =
  'mov,matroska,ogg,mp3,wav,flac,aac,asf,avi,flv,mpegts,mpeg,mpegvideo,aiff,caf,au,amr,amrnb,amrwb,ac3,eac3,dts,' +
  'ape,wv,tta,tak,mpc,mpc8,w64,rm,mxf,nut,ivf,dv,gsm,voc,h264,hevc,m4v,obu,loas,spx';

/** Only what opens the input in one back end or the other. */
const CONFINED = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', FORMATS];

/** Lines of the log that are kept to explain a failure. */
const LOG_TAIL = 5;

/**
 * The output of an ffmpeg command, in pieces of any length.
 *
 * @throws FilemillError `file.corrupt` when ffmpeg gives up, with the end of its log as the cause.
 */
export async function* runFfmpeg(command: FfmpegCommand): AsyncGenerator<Uint8Array, void> {
  const { input, inputArgs = [], args, logLevel = 'error', ...rest } = command;
  yield* run({
    ...rest,
    tool: 'ffmpeg',
    input,
    args: (from, to) => [
      ...['-hide_banner', '-nostdin', '-nostats', '-y', '-v', logLevel, '-threads', '1', ...CONFINED],
      ...[...inputArgs, '-i', from, ...args, to],
    ],
  });
}

export interface Probe {
  /** Names of the container, as ffmpeg has them: `mov,mp4,m4a,3gp,3g2,mj2`. */
  formatName: string;
  /** Seconds. */
  duration: number;
  /** Codecs of the first sound and the first picture stream. */
  audioCodec?: string;
  videoCodec?: string;
  /** Pixels of the upright frame (the stream's rotation applied). */
  width?: number;
  height?: number;
}

interface ProbeJson {
  format?: { format_name: string; duration?: string };
  streams?: {
    codec_type: string;
    codec_name?: string;
    width?: number;
    height?: number;
    disposition?: { attached_pic: number };
    side_data_list?: { rotation?: number }[];
  }[];
}

/**
 * What a recording is made of.
 *
 * @throws FilemillError `file.corrupt` when it cannot be read, `media.no_stream` when it holds neither sound nor moving
 *   pictures of a known codec.
 */
export async function probe(path: string, options: FfmpegOptions = {}): Promise<Probe> {
  const { format, streams = [] } = await probeJson(path, options);
  if (!format) throw new FilemillError('file.corrupt', 'The recording is damaged and cannot be read.');
  const known = streams.filter((stream) => stream.codec_name !== undefined);
  const audio = known.find((stream) => stream.codec_type === 'audio');
  // A cover picture is a video stream too, of one frame.
  const video = known.find((stream) => stream.codec_type === 'video' && !stream.disposition?.attached_pic);
  if (!audio && !video) {
    throw new FilemillError('media.no_stream', 'The recording has no sound or picture that can be decoded.');
  }
  return {
    formatName: format.format_name,
    duration: format.duration ? Number(format.duration) : await measureDuration(path, options),
    audioCodec: audio?.codec_name,
    videoCodec: video?.codec_name,
    ...(video && uprightSize(video)),
  };
}

async function probeJson(path: string, options: FfmpegOptions): Promise<ProbeJson> {
  const output = run({
    ...options,
    tool: 'ffprobe',
    input: path,
    args: (from, to) => [
      ...['-hide_banner', '-v', 'error', ...CONFINED, '-of', 'json', '-show_format', '-show_streams'],
      ...['-o', to, from],
    ],
  });
  return JSON.parse(await collectText(output)) as ProbeJson;
}

function uprightSize({ width, height, side_data_list = [] }: NonNullable<ProbeJson['streams']>[number]) {
  const rotation = side_data_list.find((data) => data.rotation !== undefined)?.rotation ?? 0;
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** For recordings whose container does not say, such as WebM from a browser's recorder: reads every packet. */
async function measureDuration(path: string, options: FfmpegOptions): Promise<number> {
  const args = ['-map', '0', '-c', 'copy', '-f', 'null', '/dev/null', '-progress'];
  const report = await collectText(runFfmpeg({ ...options, input: path, args }));
  const microseconds = [...report.matchAll(/^out_time_us=(\d+)$/gm)].at(-1)?.[1] ?? '0';
  return Number(microseconds) / 1e6;
}

async function collectText(output: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of output) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function* run(
  command: Omit<Parameters<Backend>[0], 'onLog'> & Pick<FfmpegCommand, 'backend' | 'onLog'>,
): AsyncGenerator<Uint8Array, void> {
  const system = command.backend ? command.backend === 'system' : await hasSystemFfmpeg();
  const tail: string[] = [];
  const onLog = (line: string) => {
    if (tail.push(line) > LOG_TAIL) tail.shift();
    command.onLog?.(line);
  };
  const exitCode = yield* (system ? runSystem : runWasm)({ ...command, onLog });
  if (exitCode !== 0) {
    throw new FilemillError('file.corrupt', 'The recording is damaged and cannot be read.', {
      cause: `${command.tool} ended with ${exitCode}: ${tail.join(' ')}`,
    });
  }
}
