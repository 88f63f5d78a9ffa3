import { PROMETHEUS_TYPE, prometheusText, type MetricRegistry } from '@filemill/core';
import type { HttpHandler } from './start.ts';

/** `GET /metrics` for Prometheus: totals since this process began. */
export function createMetricsPage(metrics: Pick<MetricRegistry, 'samples'>): HttpHandler {
  return async (request, response) => {
    if (request.url?.split('?', 1)[0] !== '/metrics') return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return true;
    }
    const text = prometheusText(metrics.samples());
    response.writeHead(200, { 'content-type': PROMETHEUS_TYPE, 'cache-control': 'no-store' });
    response.end(request.method === 'HEAD' ? undefined : text);
    return true;
  };
}
