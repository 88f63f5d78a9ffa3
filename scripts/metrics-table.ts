/** Prints docs/METRICS.md from the catalogue: `node scripts/metrics-table.ts > docs/METRICS.md`. */
import { METRICS, type MetricDefinition } from '../packages/core/src/metrics.ts';

export function metricsPage(): string {
  const rows = Object.entries(METRICS as Record<string, MetricDefinition>).map(
    ([name, { kind, unit, labels, meaning }]) =>
      `| \`${name}\` | ${kind} | ${unit} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${meaning} |`,
  );
  return [
    '# Metrics',
    '',
    'Made from the catalogue in [metrics.ts](../packages/core/src/metrics.ts) by `node scripts/metrics-table.ts`.',
    'In Prometheus each name begins with `filemill_`. What to watch, and why: [OBSERVABILITY.md](OBSERVABILITY.md).',
    '',
    '| metric | kind | unit | labels | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

if (import.meta.main) process.stdout.write(metricsPage());
