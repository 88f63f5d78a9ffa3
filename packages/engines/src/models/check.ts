import { verifiedModel, type ModelName } from './catalogue.ts';
import { MODELS } from './table.ts';

/** Hashes every model file that the engines may load; gives how many, and what is wrong with those that are. */
export async function checkModels(modelsDir?: string): Promise<{ checked: number; problems: string[] }> {
  const problems: string[] = [];
  const names = Object.keys(MODELS) as ModelName[];
  for (const name of names) {
    await verifiedModel(name, modelsDir).catch((error: Error) => problems.push(error.message));
  }
  return { checked: names.length, problems };
}
