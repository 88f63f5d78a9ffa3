import { BUCKET_SECONDS, METRICS, type MetricName } from '../metrics.ts';
import type { Sample } from './registry.ts';

/** What Prometheus wants to be told that it is given. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Samples in Prometheus's text format; a metric's series must follow each other. */
export function prometheusText(samples: Iterable<Readonly<Sample>>): string {
  const lines: string[] = [];
  let last: MetricName | undefined;
  for (const sample of samples) {
    if (sample.name !== last) lines.push(...header(sample.name));
    last = sample.name;
    lines.push(...seriesLines(sample));
  }
  return lines.map((line) => `${line}\n`).join('');
}

function header(name: MetricName): string[] {
  const { kind, meaning } = METRICS[name];
  const help = meaning.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return [`# HELP filemill_${name} ${help}`, `# TYPE filemill_${name} ${kind}`];
}

function seriesLines({ name, labels, value, buckets }: Readonly<Sample>): string[] {
  const full = `filemill_${name}`;
  if (!buckets) return [`${full}${labelText(labels)} ${value}`];
  let count = 0;
  const counts = buckets.map((n, i) => {
    count += n;
    const le = i < BUCKET_SECONDS.length ? String(BUCKET_SECONDS[i]) : '+Inf';
    return `${full}_bucket${labelText({ ...labels, le })} ${count}`;
  });
  return [
    ...counts,
    `${full}_sum${labelText(labels)} ${value}`,
    `${full}_count${labelText(labels)} ${count}`,
  ];
}

function labelText(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escape(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
