/** How much may go wrong in one history; each costs one of its budget. */
export interface Faults {
  /** Processes that stop between two of their writes. */
  crashes: number;
  /** Events and messages that come a second time. */
  duplicates: number;
  /** Events that never come, of those that the sweep makes up for. */
  losses: number;
  /** Leases that end while their worker only sleeps. */
  pauses: number;
  /** Engines that fail in the middle of a file. */
  engineErrors: number;
}
