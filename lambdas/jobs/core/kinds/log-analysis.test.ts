// Counts are exact and the same bytes however the log is cut; quantiles are within 1 % of the exact ones.
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { analyse, exactQuantile, type PlainAccess } from '../../../../test/jobs/oracle.ts';
import { joined, smallJob } from '../../../../test/jobs/small-job.ts';

const access = fc.record({
  minute: fc.constantFrom('2026-11-22T10:46Z', '2026-11-22T10:47Z', '2026-12-01T00:00Z'),
  client: fc.constantFrom('192.0.2.1', '2001:db8::1', 'host.example'),
  route: fc.constantFrom('GET /', 'GET /orders/:id', 'POST /orders', 'GET /é'),
  status: fc.constantFrom(200, 301, 404, 500, 503),
  ms: fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined }),
});

function written({ minute, client, route, status, ms }: PlainAccess, form: number): string {
  const [method, path = ''] = route.replace(':id', form % 2 ? '17' : '0a9f8e7d6c5b4a39').split(' ');
  if (form === 0)
    return JSON.stringify({ timestamp: minute.replace('Z', ':30Z'), client, method, path, status, latencyMs: ms });
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T(.*)Z$/.exec(minute) ?? [];
  const stamp = `${day}/${month === '11' ? 'Nov' : 'Dec'}/${year}:${time}:12 +0000`;
  const end = ms === undefined ? '' : form === 1 ? ` ${ms * 1000}` : ` ${(ms / 1000).toFixed(3)}`;
  return `${client} - - [${stamp}] "${method} ${path} HTTP/1.1" ${status} 10 "-" "agent (1)"${end}`;
}

test('counts what a plain program counts, by any cut and partitioner', async () => {
  const given = fc.record({
    partitions: fc.integer({ min: 1, max: 5 }),
    partitioner: fc.constantFrom('hash' as const, 'range' as const, 'round-robin' as const),
    splitBytes: fc.integer({ min: 20, max: 3000 }),
    chunkBytes: fc.integer({ min: 10, max: 500 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(access, fc.nat(2)), { maxLength: 40 }), given, async (accesses, how) => {
      const log = accesses.map(([one, form]) => written(one, form)).join('\n');
      const options = { durationUnit: 'us' };
      const parts = joined((await smallJob('log-analysis', { log }, { ...how, options })).texts);
      expect(parts).toBe(
        joined((await smallJob('log-analysis', { log }, { partitions: 1, splitBytes: 1e9, options })).texts),
      );
      const truth = analyse(accesses.map(([one]) => one));
      const lines = parts.split('\n').slice(0, -1);
      expect(lines).toHaveLength(truth.size);
      for (const line of lines) {
        const at = line.lastIndexOf('\t');
        const tally = truth.get(line.slice(0, at));
        const { requests, errors, p50Ms, p99Ms } = JSON.parse(line.slice(at + 1));
        expect([requests, errors]).toEqual([tally?.requests, tally?.errors]);
        if (p50Ms === undefined || !tally || tally.ms.length === 0) continue;
        for (const [q, ms] of [
          [0.5, p50Ms],
          [0.99, p99Ms],
        ] as const)
          expect(Math.abs(ms / exactQuantile(tally.ms, q) - 1)).toBeLessThan(0.011);
      }
    }),
    { numRuns: 100 },
  );
});

test('shows the most requested routes, clients and minutes', async () => {
  const line = (client: string, path: string) =>
    `${client} - - [22/Nov/2026:10:46:53 +0000] "GET ${path} HTTP/1.1" 200 1`;
  const log = [line('a', '/x'), line('a', '/y'), line('b', '/y')].join('\n');
  const { preview } = await smallJob('log-analysis', { log });
  const of = (section: string) =>
    preview.filter((shown) => shown.section === section).map((shown) => shown.line.split('\t')[1]);
  expect([of('route'), of('client'), of('minute')]).toEqual([['GET /y', 'GET /x'], ['a', 'b'], ['2026-11-22T10:46Z']]);
});

test('counts what clients sent that is no request under its client, minute and status, in every format', async () => {
  const stamp = '[22/Nov/2026:10:46:53 +0000]';
  const log = [
    `192.0.2.1 - - ${stamp} "-" 408 -`,
    `192.0.2.1 - - ${stamp} "-" 408 - "-" "-"`,
    `192.0.2.2 - - ${stamp} "\\x16\\x03\\x01" 400 150 "-" "-" 0.125`,
    '{"time":"2026-11-22T10:46:53Z","client":"192.0.2.2","request":"","status":500}',
    `192.0.2.2 - John Smith ${stamp} "GET / HTTP/1.1" 200 1`,
  ].join('\n');
  const { texts, skipped } = await smallJob('log-analysis', { log });
  expect(skipped).toEqual([]);
  const none = '"p50Ms":null,"p95Ms":null,"p99Ms":null';
  expect(joined(texts).replaceAll(/"p(\d\d)Ms":12\d\.\d+/g, '"p$1Ms":125')).toBe(
    [
      'client\t192.0.2.1\t{"requests":2,"errors":0}',
      'client\t192.0.2.2\t{"requests":3,"errors":1}',
      'minute\t2026-11-22T10:46Z\t{"requests":5,"errors":1}',
      `route\tGET /\t{"requests":1,"errors":0,${none}}`,
      'route\tmalformed\t{"requests":4,"errors":1,"p50Ms":125,"p95Ms":125,"p99Ms":125}',
      '',
    ].join('\n'),
  );
});

test('reads a log with byte order marks, one of UTF-16 and a joined one as the plain log', async () => {
  const log = Array.from(
    { length: 20 },
    (_, i) => `192.0.2.${i} - - [22/Nov/2026:10:46:53 +0000] "GET /ä HTTP/1.1" 200 1\r\n`,
  );
  const [plain, half] = [log.join(''), log.slice(0, 10).join('')];
  const truth = joined((await smallJob('log-analysis', { log: plain })).texts);
  const wide = Buffer.from(`\ufeff${plain}`, 'utf16le');
  const halves = `\ufeff${half}\ufeff${plain.slice(half.length)}`;
  for (const body of [`\ufeff${plain}`, wide, Buffer.from(wide).swap16(), halves, gzipSync(halves), gzipSync(wide)])
    expect(joined((await smallJob('log-analysis', { log: body }, { splitBytes: 90, chunkBytes: 50 })).texts)).toBe(
      truth,
    );
});
