import assert from 'node:assert/strict';

/** One metric of Prometheus's text format. */
export interface Family {
  type: string;
  samples: { name: string; labels: Record<string, string>; value: number }[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf)$|^NaN$/i;

/** Reads the text format (version 0.0.4), throwing an AssertionError at whatever Prometheus would refuse or misread. */
export function parseExposition(text: string): Map<string, Family> {
  assert.ok(text.endsWith('\n'), 'the last line ends');
  const families = new Map<string, Family>();
  const seen = new Set<string>();
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (keyword === 'HELP') {
      assert.ok(!families.has(name), `${name} is in one place only`);
      families.set(name, { type: '', samples: [] });
      current = name;
    } else if (keyword === 'TYPE') {
      assert.equal(name, current, 'the type follows the help');
      assert.match(rest, /^(counter|gauge|histogram)$/);
      families.get(name)!.type = rest;
    } else {
      const sample = parseSample(line);
      const family = families.get(current);
      assert.ok(family, `${line} comes after its header`);
      const suffix = sample.name.slice(current.length);
      assert.ok(sample.name.startsWith(current), `${line} is among its like`);
      assert.match(suffix, family.type === 'histogram' ? /^_(bucket|sum|count)$/ : /^$/);
      assert.ok(!seen.has(line.slice(0, line.lastIndexOf(' '))), `${line} is there once`);
      seen.add(line.slice(0, line.lastIndexOf(' ')));
      family.samples.push(sample);
    }
  }
  for (const [name, { type, samples }] of families) if (type === 'histogram') checkHistogram(name, samples);
  return families;
}

function parseSample(line: string): Family['samples'][number] {
  const [, name = '', labelText = '', number = ''] = SAMPLE.exec(line) ?? [];
  assert.ok(name, `"${line}" is a sample`);
  assert.match(number, NUMBER);
  const labels: Record<string, string> = {};
  let rest = labelText;
  while (rest) {
    const [whole, label = '', value = ''] = LABEL.exec(rest) ?? [];
    assert.ok(whole, `"${rest}" is a label`);
    assert.ok(!(label in labels), `${label} is given once`);
    labels[label] = value;
    rest = rest.slice(whole.length);
  }
  return { name, labels, value: Number(number.replace(/Inf/i, 'Infinity')) };
}

/** Buckets grow, end with all, and agree with the count. */
function checkHistogram(name: string, samples: Family['samples']): void {
  const keyOf = (labels: Record<string, string>) => JSON.stringify({ ...labels, le: undefined });
  for (const [key, series] of Map.groupBy(samples, ({ labels }) => keyOf(labels))) {
    const buckets = series.filter((sample) => sample.name === `${name}_bucket`);
    const bounds = buckets.map(({ labels }) => Number(labels.le?.replace('Inf', 'Infinity')));
    const counts = buckets.map(({ value }) => value);
    assert.deepEqual(
      bounds,
      bounds.toSorted((a, b) => a - b),
      `${name}${key}: bounds grow`,
    );
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
      `${name}${key}: counts grow`,
    );
    assert.equal(bounds.at(-1), Number.POSITIVE_INFINITY);
    assert.equal(series.find((sample) => sample.name === `${name}_count`)?.value, counts.at(-1));
    assert.ok(series.some((sample) => sample.name === `${name}_sum`));
  }
}
