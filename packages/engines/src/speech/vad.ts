import * as ort from 'onnxruntime-node';
import { SAMPLE_RATE } from './mel.ts';
import { SESSION_OPTIONS } from './model.ts';

/** Samples for which Silero gives one probability: 32 ms. */
export const VAD_FRAME = 512;

/** Samples before a frame that the network wants to hear again. */
const CONTEXT = 64;
const STATE_SHAPE = [2, 1, 128];

export function loadVoiceNetwork(path: string): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(path, SESSION_OPTIONS);
}

/** Silero's voice activity detector: a recurrent network that hears a recording from its start to its end. */
export class VoiceDetector {
  readonly #session: ort.InferenceSession;
  readonly #rate = new ort.Tensor('int64', BigInt64Array.of(BigInt(SAMPLE_RATE)), []);
  #state = new ort.Tensor('float32', new Float32Array(256), STATE_SHAPE);
  #context = new Float32Array(CONTEXT);

  /** One for each recording; the loaded network is shared. */
  constructor(session: ort.InferenceSession) {
    this.#session = session;
  }

  /** How likely someone speaks in each frame of `samples`, a multiple of `VAD_FRAME`. */
  async hear(samples: Float32Array): Promise<number[]> {
    const probabilities: number[] = [];
    for (let start = 0; start < samples.length; start += VAD_FRAME) {
      probabilities.push(await this.#hearFrame(samples.subarray(start, start + VAD_FRAME)));
    }
    return probabilities;
  }

  async #hearFrame(frame: Float32Array): Promise<number> {
    const input = new Float32Array(CONTEXT + VAD_FRAME);
    input.set(this.#context);
    input.set(frame, CONTEXT);
    this.#context = input.subarray(VAD_FRAME);
    const { output, stateN } = await this.#session.run({
      input: new ort.Tensor('float32', input, [1, input.length]),
      state: this.#state,
      sr: this.#rate,
    });
    this.#state = stateN as ort.TypedTensor<'float32'>;
    return output!.data[0] as number;
  }
}
