/**
 * Where the scenes of a video change, told from thumbnails of its frames. A cut changes most of the picture at once;
 * a moving person or a pan changes parts of it.
 */

/** Brightness (0..255) of the cells of a grid over the frame. */
export type Thumbnail = Uint8Array;

const COLUMNS = 16;
const ROWS = 12;

/** Mean change of a cell, in levels of brightness, from which a frame counts as another scene. */
const CUT = 24;
/** A frame is black when no cell is brighter than this. */
const BLACK = 24;
/** Seconds between two chosen frames: at least, at most. */
const MIN_GAP = 1;
const MAX_GAP = 10;

/** Each cell is the mean of a few pixels spread over it. */
export function thumbnail(rgb: Uint8Array, width: number, height: number): Thumbnail {
  const cells = new Uint8Array(COLUMNS * ROWS);
  for (let cell = 0; cell < cells.length; cell++) {
    cells[cell] = cellBrightness(rgb, { width, height }, cell % COLUMNS, Math.floor(cell / COLUMNS));
  }
  return cells;
}

function cellBrightness(
  rgb: Uint8Array,
  { width, height }: { width: number; height: number },
  column: number,
  row: number,
): number {
  const SAMPLES = 4;
  let sum = 0;
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const x = Math.floor(((column + ((i % SAMPLES) + 0.5) / SAMPLES) / COLUMNS) * width);
    const y = Math.floor(((row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / ROWS) * height);
    const pixel = (y * width + x) * 3;
    sum += 0.299 * rgb[pixel]! + 0.587 * rgb[pixel + 1]! + 0.114 * rgb[pixel + 2]!;
  }
  return sum / (SAMPLES * SAMPLES);
}

/**
 * Answers, frame after frame, whether the frame at `time` (seconds) is one to look at: the first that shows something,
 * the first of each scene, and one every `MAX_GAP` seconds.
 */
export function createSceneCutter(): (time: number, frame: Thumbnail) => boolean {
  let chosen: { time: number; frame: Thumbnail } | undefined;
  return (time, frame) => {
    if (isBlack(frame)) return false;
    if (chosen) {
      const gap = time - chosen.time;
      const due = gap >= MAX_GAP || (gap >= MIN_GAP && change(chosen.frame, frame) >= CUT);
      if (!due) return false;
    }
    chosen = { time, frame };
    return true;
  };
}

function isBlack(frame: Thumbnail): boolean {
  return frame.every((level) => level <= BLACK);
}

function change(a: Thumbnail, b: Thumbnail): number {
  return a.reduce((sum, level, i) => sum + Math.abs(level - b[i]!), 0) / a.length;
}
