/** Index of the last piece that began by this time; -1 before the first. Pieces are in the order of time. */
export function lastStarted(pieces: { anchor: { start: number } }[], time: number): number {
  let low = -1;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle]!.anchor.start <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}
