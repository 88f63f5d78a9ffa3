import type { Room } from '../room.ts';
import { makePreviews } from './previews.ts';

export { inspect } from './inspect.ts';

/** The media room performs no analysis: it looks inside files and makes previews of them. */
export const run: Room = async (request, context) => ({
  results: [],
  failures: [],
  previews: await makePreviews(request, context),
});
