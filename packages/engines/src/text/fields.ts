import { lineOf, type ReadLine, type ReadWord } from './reading.ts';
import { centreX, centreY, contains, heightOf, overlapX, overlapY, type Rect } from './rect.ts';
import { rowsOf } from './rows.ts';

/** A key and its value, as the layout shows them. */
export interface LayoutField {
  key: ReadLine;
  value: ReadLine;
}

/** A label is short; what is longer is a sentence with a colon in it. */
const KEY_WORDS = 5;
const ROW_WORDS = 14;
const SEGMENT_WORDS = 9;
/** How far below its label a value may stand, in heights of the label. */
const BELOW = 1.5;
/** Words before an amount that need no colon: receipts have none. */
const AMOUNT_KEY =
  /^(?:sub-?total|grand|total|amount|balance|tax|vat|tip|cash|change|card|summe|gesamt|mwst|betrag|iva|tva|montant|importe)\b/i;
const AMOUNT = /^[^\p{L}\d]{0,2}\d[\d.,\s]*\d?\D{0,4}$/u;

/**
 * Key-value pairs: `Label: value` on one row or with the value below, an amount after its name, and captions above
 * (or at the top left within) ruled boxes.
 */
export function fieldsOf(segments: readonly ReadLine[], boxes: readonly Rect[]): LayoutField[] {
  const fields: LayoutField[] = [];
  const taken = new Set<ReadWord>();
  const add = (field: LayoutField | undefined) => {
    const words = field ? [...field.key.words, ...field.value.words] : [];
    if (!field || words.some((word) => taken.has(word))) return;
    for (const word of words) taken.add(word);
    fields.push(field);
  };
  const parts = rowsOf(segments).flatMap((row) => {
    const words = row.items.flatMap((segment) => segment.words);
    if (words.length > ROW_WORDS) return [];
    return row.items.filter((segment) => segment.words.length <= SEGMENT_WORDS).flatMap(splitAtLabels);
  });
  for (const part of parts) if (isLabel(part)) add(withValue(part, parts));
  for (const part of parts) if (AMOUNT_KEY.test(part.text)) add(withAmount(part, parts));
  for (const box of boxes) add(captioned(box, segments));
  return fields.toSorted((a, b) => a.key.rect.top - b.key.rect.top || a.key.rect.left - b.key.rect.left);
}

/** `Date: 4 May Due: 8 May` → `Date:` `4 May Due:` …: a word that ends in a colon ends a part. */
function splitAtLabels(segment: ReadLine): ReadLine[] {
  const parts: ReadWord[][] = [[]];
  for (const word of segment.words) {
    parts.at(-1)!.push(word);
    if (word.text.endsWith(':')) parts.push([]);
  }
  return parts.filter((words) => words.length > 0).map(lineOf);
}

function isLabel(part: ReadLine): boolean {
  return part.words.length <= KEY_WORDS && /\p{L}.*:$/u.test(part.text);
}

function withValue(key: ReadLine, parts: readonly ReadLine[]): LayoutField | undefined {
  const value = rightOf(key, parts) ?? below(key, parts);
  return value && !isLabel(value) ? { key, value } : undefined;
}

function withAmount(key: ReadLine, parts: readonly ReadLine[]): LayoutField | undefined {
  const value = rightOf(key, parts);
  if (value && AMOUNT.test(value.text)) return { key, value };
  const last = key.words.at(-1)!; // the amount stands so near that it is in the same segment
  if (value || key.words.length < 2 || !AMOUNT.test(last.text)) return undefined;
  return { key: lineOf(key.words.slice(0, -1)), value: lineOf([last]) };
}

function rightOf(key: ReadLine, parts: readonly ReadLine[]): ReadLine | undefined {
  return parts
    .filter((part) => part !== key && part.rect.left >= key.rect.right - heightOf(key.rect) / 2)
    .filter((part) => overlapY(part.rect, key.rect) > 0.4 * Math.min(heightOf(part.rect), heightOf(key.rect)))
    .toSorted((a, b) => a.rect.left - b.rect.left)[0];
}

function below(key: ReadLine, parts: readonly ReadLine[]): ReadLine | undefined {
  const reach = BELOW * heightOf(key.rect);
  return parts
    .filter(
      (part) => part.rect.top >= key.rect.bottom - reach / 4 && part.rect.top - key.rect.bottom <= reach,
    )
    .filter((part) => overlapX(part.rect, key.rect) > 0)
    .toSorted((a, b) => a.rect.top - b.rect.top)[0];
}

/** A box with something written in it, and its caption right above. */
function captioned(box: Rect, segments: readonly ReadLine[]): LayoutField | undefined {
  const inside = segments.filter(({ rect }) => contains(box, centreX(rect), centreY(rect)));
  const reach = box.bottom - box.top;
  const caption = segments
    .filter((segment) => segment.words.length <= KEY_WORDS && !inside.includes(segment))
    .filter(({ rect }) => rect.bottom <= box.top + reach / 8 && box.top - rect.bottom <= reach)
    .filter(({ rect }) => overlapX(rect, box) > 0 && rect.left < box.left + (box.right - box.left) * 0.3)
    .toSorted((a, b) => b.rect.bottom - a.rect.bottom)[0];
  if (!caption || inside.length === 0) return undefined;
  return { key: caption, value: lineOf(inside.flatMap((segment) => segment.words)) };
}
