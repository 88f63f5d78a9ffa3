import type { Progress } from '@filemill/core';
import type { Outcome } from './outcome.ts';
import { duration, fit, printable, width } from './printable.ts';
import { describe, type Reporter } from './reporter.ts';

const BAR = 24;
const REDRAW_MILLISECONDS = 100;

interface Active {
  fraction: number;
  note: string;
}

/** A bar for the whole and one for each file at work, redrawn in place; failures scroll by above them. */
export class ProgressBars implements Reporter {
  readonly #stream: NodeJS.WriteStream;
  readonly #active = new Map<string, Active>();
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;
  #total: number | undefined;
  #ended = 0;
  #worked = 0;
  #drawn = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#timer = setInterval(() => this.#draw(), REDRAW_MILLISECONDS).unref();
  }

  total(count: number): void {
    this.#total = count;
  }

  started(name: string): void {
    this.#active.set(name, { fraction: 0, note: 'looking inside' });
  }

  progressed(name: string, { done, total, note }: Progress): void {
    this.#active.set(name, { fraction: total > 0 ? Math.min(1, done / total) : 0, note });
  }

  ended(name: string, outcome: Outcome): void {
    this.#active.delete(name);
    this.#ended++;
    if ('seconds' in outcome) this.#worked++;
    if (outcome.status === 'failed') this.#draw(`${describe(name, outcome)}\n`);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#stream.write(this.#erase());
  }

  #draw(above = ''): void {
    const columns = Math.max(50, this.#stream.columns || 80);
    const files = [...this.#active].map(([name, active]) => fileRow(name, active, columns - 1));
    const rows = [this.#overall(), ...files].slice(0, Math.max(1, (this.#stream.rows || 24) - 1));
    this.#stream.write(`${this.#erase()}${above}${rows.join('\n')}\n`);
    this.#drawn = rows.length;
  }

  #overall(): string {
    const total = this.#total === undefined ? '' : ` of ${this.#total}`;
    const count = `${this.#ended}${total} files`;
    const left = this.#secondsLeft();
    const fraction = this.#total ? (this.#ended + this.#underWay()) / this.#total : 0;
    return `${bar(fraction)} ${count}${left === undefined ? '' : `, about ${duration(left)} left`}`;
  }

  /** By the pace so far of the files that were worked on; those that were done before took no time. */
  #secondsLeft(): number | undefined {
    const worked = this.#worked + this.#underWay();
    if (this.#total === undefined || worked < 0.05) return undefined;
    const elapsed = (performance.now() - this.#startedAt) / 1000;
    const left = this.#total - this.#ended - this.#underWay();
    return elapsed < 2 ? undefined : (elapsed / worked) * left;
  }

  #underWay(): number {
    return [...this.#active.values()].reduce((sum, { fraction }) => sum + fraction, 0);
  }

  /** Back to where the drawing began, and all below it cleared. */
  #erase(): string {
    const up = this.#drawn > 0 ? `\u001b[${this.#drawn}A` : '';
    this.#drawn = 0;
    return `${up}\r\u001b[0J`;
  }
}

/** Bar, what is happening, name: the name gets the room that is left, which is half of it at least. */
function fileRow(name: string, { fraction, note }: Active, columns: number): string {
  const shownBar = bar(fraction);
  const room = columns - shownBar.length - 3;
  const shownNote = fit(printable(note), Math.floor(room / 2));
  return `${shownBar} ${shownNote}  ${fit(printable(name), room - width(shownNote))}`;
}

function bar(fraction: number): string {
  const filled = Math.round(fraction * BAR);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${String(Math.floor(fraction * 100)).padStart(3)} %`;
}
