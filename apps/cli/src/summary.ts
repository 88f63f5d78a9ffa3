import { FILE_KINDS } from '@filemill/core';
import type { Outcome } from './outcome.ts';
import { duration } from './printable.ts';
import type { LeftOut } from './walk.ts';

/** Counts outcomes and says at the end what came of all inputs. */
export class Summary {
  readonly #rows = new Map<string, { succeeded: number; failed: number; seconds: number }>();
  readonly #leftOut = new Map<LeftOut['reason'], number>();
  #skipped = 0;
  #inapplicable = 0;

  add(outcome: Outcome): void {
    if (outcome.status === 'skipped') this.#skipped++;
    if (outcome.status === 'inapplicable') this.#inapplicable++;
    if (!('seconds' in outcome)) return;
    const kind = outcome.kind ?? 'unknown';
    const row = this.#rows.get(kind) ?? { succeeded: 0, failed: 0, seconds: 0 };
    row[outcome.status]++;
    row.seconds += outcome.seconds;
    this.#rows.set(kind, row);
  }

  leaveOut({ reason }: LeftOut): void {
    this.#leftOut.set(reason, (this.#leftOut.get(reason) ?? 0) + 1);
  }

  /** Inputs that failed, and folders that could not be looked into. */
  get failures(): number {
    const failed = [...this.#rows.values()].reduce((sum, row) => sum + row.failed, 0);
    return failed + (this.#leftOut.get('unreadable folder') ?? 0);
  }

  /** A table of kinds, then what was not analysed. */
  text(): string {
    const kinds = [...FILE_KINDS, 'unknown'].filter((kind) => this.#rows.has(kind));
    const rows = kinds.map((kind) => {
      const { succeeded, failed, seconds } = this.#rows.get(kind) ?? { succeeded: 0, failed: 0, seconds: 0 };
      return [kind, String(succeeded), String(failed), duration(seconds)];
    });
    const lines = rows.length > 0 ? columns([['kind', 'succeeded', 'failed', 'time'], ...rows]) : [];
    if (this.#skipped > 0) lines.push(`done before: ${this.#skipped}`);
    if (this.#inapplicable > 0)
      lines.push(`of a kind that the chosen analyses are not for: ${this.#inapplicable}`);
    if (this.#leftOut.size > 0) {
      const counts = [...this.#leftOut].map(([reason, count]) => `${count} × ${reason}`);
      lines.push(`left out: ${counts.join(', ')}`);
    }
    if (lines.length === 0) lines.push('There was nothing to analyse.');
    return lines.join('\n');
  }
}

/** The first column to the left, the others to the right. */
function columns(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => row[c]?.length ?? 0)));
  return rows.map((row) =>
    row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0))).join('   '),
  );
}
