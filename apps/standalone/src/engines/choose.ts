import type { Engines, Log } from '@filemill/core';
import { createEngines } from '@filemill/engines';
import type { Config } from '../config.ts';
import { createNoEngines } from './none.ts';

/** The engines that a server has. All but `embedded` are for measuring and testing what is around the engines. */
export function chooseEngines({ engines, limits, cores, modelsDir }: Config, log: Log): Engines {
  if (engines === 'none') return createNoEngines();
  const room = new URL('./faulty-room.ts', import.meta.url);
  return createEngines({
    limits,
    cores,
    log,
    ...(modelsDir && { modelsDir }),
    ...(engines === 'faulty' && { rooms: { media: room, text: room, vision: room, speech: room } }),
  });
}

/** Files in hand at a time. One more than the cores keeps them busy; engines that do nothing wait for the disk only. */
export function filesAtATime({ engines, cores }: Config): number {
  return engines === 'none' ? 8 * cores : cores + 1;
}
