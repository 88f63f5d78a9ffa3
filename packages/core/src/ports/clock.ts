/** Time and chance, passed in so that tests can hold them. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** ISO 8601 in UTC with milliseconds: sorts as text in the order of time. */
export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
