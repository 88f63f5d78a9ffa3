import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import { createLogMel, type LogMel } from './mel.ts';
import { Tokenizer } from './tokenizer.ts';

/** The files of a Whisper model, in the layout of Hugging Face's ONNX exports. */
export const WHISPER_FILES = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'onnx/encoder_model_quantized.onnx',
  'onnx/decoder_model_merged_quantized.onnx',
] as const;
export type WhisperFile = (typeof WHISPER_FILES)[number];

interface Config {
  decoder_layers: number;
  decoder_attention_heads: number;
  d_model: number;
  num_mel_bins: number;
}

export interface GenerationConfig {
  /** Pairs of layer and head whose cross attention follows the sound. */
  alignment_heads: [layer: number, head: number][];
  suppress_tokens: number[];
  begin_suppress_tokens: number[];
  lang_to_id: Record<string, number>;
}

/** What the encoder makes of a window of sound. */
export type Encoded = ort.Tensor;

/** The decoder's memory after some tokens: keys and values by input name. It is never changed, only replaced. */
export type DecoderState = Record<string, ort.Tensor>;

/** Attention of one decoder layer to the sound: heads × tokens × `ENCODED_FRAMES`. */
export type CrossAttention = Float32Array;

/** Frames of 20 ms that the encoder makes of 30 s. */
export const ENCODED_FRAMES = 1500;
export const FRAME_SECONDS = 0.02;

/** Sessions run on the thread that calls them: windows are heard side by side, which wastes less than sharing one. */
export const SESSION_OPTIONS: ort.InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  // ONNX Runtime's arena keeps the most it ever used: 700 MB more for a tenth of the time.
  enableCpuMemArena: false,
  // Without it the decoder unpacks its whole vocabulary matrix from 8 bits anew for each token: 40 % of its time.
  extra: { session: { disable_quant_qdq: '1' } },
};

/** A loaded Whisper model: the two networks, the vocabulary and what its configuration says. */
export class WhisperModel {
  readonly tokenizer: Tokenizer;
  readonly generation: GenerationConfig;
  readonly #config: Config;
  readonly #encoder: ort.InferenceSession;
  readonly #decoder: ort.InferenceSession;
  readonly #logMel: LogMel;

  /** @param pathOf Where each of `WHISPER_FILES` is. */
  static async load(pathOf: (file: WhisperFile) => Promise<string>): Promise<WhisperModel> {
    const json = async (file: WhisperFile): Promise<unknown> =>
      JSON.parse(await readFile(await pathOf(file), 'utf8'));
    const session = async (file: WhisperFile) =>
      ort.InferenceSession.create(await pathOf(file), SESSION_OPTIONS);
    return new WhisperModel(
      (await json('config.json')) as Config,
      (await json('generation_config.json')) as GenerationConfig,
      {
        tokenizer: await Tokenizer.load(await pathOf('tokenizer.json')),
        encoder: await session('onnx/encoder_model_quantized.onnx'),
        decoder: await session('onnx/decoder_model_merged_quantized.onnx'),
      },
    );
  }

  private constructor(
    config: Config,
    generation: GenerationConfig,
    parts: { tokenizer: Tokenizer; encoder: ort.InferenceSession; decoder: ort.InferenceSession },
  ) {
    this.#config = config;
    this.generation = generation;
    this.tokenizer = parts.tokenizer;
    this.#encoder = parts.encoder;
    this.#decoder = parts.decoder;
    this.#logMel = createLogMel(config.num_mel_bins);
  }

  /** @param samples At most 30 s. */
  async encode(samples: Float32Array): Promise<Encoded> {
    const mel = this.#logMel(samples);
    const bins = this.#config.num_mel_bins;
    const input = new ort.Tensor('float32', mel, [1, bins, mel.length / bins]);
    const { last_hidden_state } = await this.#encoder.run({ input_features: input }, ['last_hidden_state']);
    return last_hidden_state!;
  }

  /** The first tokens of a text: their logits (tokens × vocabulary) and the state to go on from. */
  async start(
    sound: Encoded,
    tokens: readonly number[],
  ): Promise<{ logits: Float32Array; state: DecoderState }> {
    const names = this.#cacheNames(['decoder', 'encoder']);
    const outputs = await this.#decode(sound, tokens, undefined, ['logits', ...names.map(presentOf)]);
    const state = Object.fromEntries(names.map((name) => [name, outputs[presentOf(name)]!]));
    return { logits: floats(outputs.logits), state };
  }

  /** One token more. */
  async next(
    sound: Encoded,
    token: number,
    state: DecoderState,
  ): Promise<{ logits: Float32Array; state: DecoderState }> {
    // The keys and values of the sound stay as they are; this branch of the network leaves them out.
    const names = this.#cacheNames(['decoder']);
    const outputs = await this.#decode(sound, [token], state, ['logits', ...names.map(presentOf)]);
    const grown = Object.fromEntries(names.map((name) => [name, outputs[presentOf(name)]!]));
    return { logits: floats(outputs.logits), state: { ...state, ...grown } };
  }

  /** A whole text at once: its logits, and for each layer where in the sound each token looked. */
  async attend(
    sound: Encoded,
    tokens: readonly number[],
  ): Promise<{ logits: Float32Array; attentions: CrossAttention[] }> {
    const layers = Array.from({ length: this.#config.decoder_layers }, (_, i) => `cross_attentions.${i}`);
    const outputs = await this.#decode(sound, tokens, undefined, ['logits', ...layers]);
    return { logits: floats(outputs.logits), attentions: layers.map((layer) => floats(outputs[layer])) };
  }

  #decode(
    sound: Encoded,
    tokens: readonly number[],
    state: DecoderState | undefined,
    outputs: string[],
  ): Promise<ort.InferenceSession.ReturnType> {
    const feeds = {
      input_ids: new ort.Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
      encoder_hidden_states: sound,
      use_cache_branch: new ort.Tensor('bool', [state !== undefined], [1]),
      ...(state ?? this.#emptyState()),
    };
    return this.#decoder.run(feeds, outputs);
  }

  #emptyState(): DecoderState {
    const { decoder_attention_heads: heads, d_model } = this.#config;
    const empty = () => new ort.Tensor('float32', new Float32Array(), [1, heads, 0, d_model / heads]);
    return Object.fromEntries(this.#cacheNames(['decoder', 'encoder']).map((name) => [name, empty()]));
  }

  #cacheNames(sides: ('decoder' | 'encoder')[]): string[] {
    const layers = Array.from({ length: this.#config.decoder_layers }, (_, layer) => layer);
    return layers.flatMap((layer) =>
      sides.flatMap((side) => ['key', 'value'].map((what) => `past_key_values.${layer}.${side}.${what}`)),
    );
  }
}

function presentOf(name: string): string {
  return name.replace('past_key_values', 'present');
}

function floats(tensor: ort.Tensor | undefined): Float32Array {
  return tensor!.data as Float32Array;
}
