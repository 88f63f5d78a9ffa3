import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { verifiedModel, type ModelName } from '../models/catalogue.ts';

const require = createRequire(import.meta.url);

/** What `model.json` of the TensorFlow.js formats says of the weights next to it. */
interface WeightsManifest {
  weights: tf.io.WeightsManifestEntry[];
}

interface GraphModelJson {
  modelTopology: object;
  weightsManifest: WeightsManifest[];
}

let started: Promise<void> | undefined;

/** Starts TensorFlow.js on its WebAssembly backend, which in Node computes on one thread. Repeated calls share one start. */
export function startTensorFlow(): Promise<void> {
  started ??= start();
  return started;
}

async function start(): Promise<void> {
  const backend = require.resolve('@tensorflow/tfjs-backend-wasm/package.json');
  setWasmPaths(`${dirname(backend)}${sep}dist${sep}`);
  if (!(await tf.setBackend('wasm')))
    throw new Error('The WebAssembly backend of TensorFlow.js did not start.');
}

/** Loads a graph model of which one file has the topology and one the weights. */
export async function loadGraph(json: ModelName, bin: ModelName, modelsDir?: string): Promise<GraphModel> {
  const [jsonPath, binPath] = await Promise.all([
    verifiedModel(json, modelsDir),
    verifiedModel(bin, modelsDir),
  ]);
  const model = JSON.parse(await readFile(jsonPath, 'utf8')) as GraphModelJson;
  return graphModel(model, await readFile(binPath));
}

/** Loads a graph model whose files are CommonJS modules: one exports the topology, the others base64 of the weights. */
export async function loadGraphModules(
  topology: ModelName,
  shards: readonly ModelName[],
  modelsDir?: string,
): Promise<GraphModel> {
  const model = require(await verifiedModel(topology, modelsDir)) as GraphModelJson;
  const paths = await Promise.all(shards.map((shard) => verifiedModel(shard, modelsDir)));
  const weights = Buffer.concat(paths.map((path) => Buffer.from(require(path) as string, 'base64')));
  for (const path of paths) delete require.cache[path]; // the text is larger than the weights made of it
  return graphModel(model, weights);
}

/** The named weights of a net that comes without its topology. */
export async function loadWeights(
  manifest: ModelName,
  bin: ModelName,
  modelsDir?: string,
): Promise<tf.NamedTensorMap> {
  const [manifestPath, binPath] = await Promise.all([
    verifiedModel(manifest, modelsDir),
    verifiedModel(bin, modelsDir),
  ]);
  await startTensorFlow();
  const groups = JSON.parse(await readFile(manifestPath, 'utf8')) as WeightsManifest[];
  return tf.io.decodeWeights(arrayBuffer(await readFile(binPath)), specs(groups));
}

async function graphModel(json: GraphModelJson, weights: Buffer): Promise<GraphModel> {
  await startTensorFlow();
  const { weightsManifest, ...artifacts } = json;
  const model = await loadGraphModel(
    tf.io.fromMemory({ ...artifacts, weightSpecs: specs(weightsManifest), weightData: arrayBuffer(weights) }),
  );
  return model;
}

function specs(groups: WeightsManifest[]): tf.io.WeightsManifestEntry[] {
  return groups.flatMap((group) => group.weights);
}

/** A file's bytes as a buffer of their own: small ones share Node's pool, and weights are read from offset 0. */
function arrayBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
