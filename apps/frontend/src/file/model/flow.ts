import type { Block } from '@filemill/rpc/client';

/** Share of the block that a full line takes at least. */
const FULL = 0.8;
/** Share of the page below which a block is no column of text. */
const COLUMN = 0.38;

/**
 * Whether a block is running text whose lines were broken by the width of its page: all but the last are nearly as wide
 * as the block. The lines of an address or a receipt are not, and stay lines.
 */
export function flows({ type, lines, anchor }: Block): boolean {
  if (type !== 'paragraph' || lines.length < 2 || !('box' in anchor) || !anchor.box) return false;
  const whole = anchor.box[2];
  if (whole < COLUMN) return false;
  return lines
    .slice(0, -1)
    .every((line) => 'box' in line.anchor && (line.anchor.box?.[2] ?? 0) >= FULL * whole);
}
