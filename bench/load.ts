// Measures redirects a second through the emulator's CDN: a figure of the emulator on this machine, never of AWS.
// @ts-expect-error the package has no types
import untyped from 'autocannon';
import type { Outputs } from '../localstack/outputs.ts';
import type { Row } from './row.ts';

interface Running
  extends PromiseLike<{
    readonly '2xx': number;
    readonly '3xx': number;
    readonly errors: number;
    readonly duration: number;
  }> {
  on(event: 'response', listener: (client: unknown, status: number, bytes: number, ms: number) => void): void;
}
const autocannon = untyped as (options: Record<string, unknown>) => Running;

const SECONDS = 6;
const WARM_SECONDS = 2;

function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

async function load(outputs: Outputs, connections: number, duration: number) {
  const { host, port } = new URL(outputs.consoleUrl);
  const times: number[] = [];
  // Names under *.localhost may not resolve here, so the Host header names the site.
  const running = autocannon({ url: `http://127.0.0.1:${port}/cdk-docs`, connections, duration, headers: { host } });
  running.on('response', (_client, _status, _bytes, ms) => times.push(ms));
  const result = await running;
  return { result, times: times.sort((a, b) => a - b) };
}

export async function loadRows(outputs: Outputs): Promise<Row[]> {
  await load(outputs, 4, WARM_SECONDS);
  const rows: Row[] = [];
  for (const connections of [4, 8]) {
    const { result, times } = await load(outputs, connections, SECONDS);
    if (result['3xx'] === 0 || result['3xx'] !== times.length || result.errors > 0)
      throw new Error(`of ${times.length} answers ${result['3xx']} were redirects, ${result.errors} requests failed`);
    const note = `${SECONDS} s on the emulator, not AWS; every answer is a redirect`;
    rows.push({ name: `redirects, ${connections} clients`, unit: '/s', ours: times.length / result.duration, note });
    for (const [name, part] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const)
      rows.push({ name: `redirect ${name}, ${connections} clients`, unit: 'ms', ours: percentile(times, part) });
  }
  return rows;
}
