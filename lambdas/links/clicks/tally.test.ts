// Counting exactly once: any replay, cut, crash or resend of the click stream adds up to the distinct clicks.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { utcDay, utcHour } from '../../shared/base/clock.ts';
import type { StreamRecord } from '../../shared/messaging/stream-worker.ts';
import type { Click, ClickBatch } from '../contract.ts';
import { increment, type Position, tallies } from './tally.ts';

// Ten minutes before midnight, so that clicks fall on two days.
const START_MS = 1_795_304_999_000 - (1_795_304_999_000 % 86_400_000) + 85_800_000;
const NOTHING: Position = { version: 0, sequence: 0n, producers: new Map() };
const HOUR_MS = 3_600_000;

const clickOf = (atMs: number, code = 'aaaaaaa'): Click => ({
  code,
  atMs,
  referrer: 'direct',
  device: 'mobile',
  correlationId: 'c',
});

interface Step {
  readonly producer: number;
  readonly code: number;
  readonly referrer: string;
  readonly device: Click['device'];
  readonly laterMs: number;
  readonly put: 'taken' | 'answer lost' | 'not taken' | 'taken twice';
}

const stepsOf = (maxLaterMs: number, puts: readonly Step['put'][]) =>
  fc.array(
    fc.record<Step>({
      producer: fc.nat(3),
      code: fc.nat(8),
      referrer: fc.constantFrom('direct', 'a.example', 'b.example'),
      device: fc.constantFrom('mobile', 'desktop'),
      laterMs: fc.nat(maxLaterMs),
      put: fc.constantFrom(...puts),
    }),
    { minLength: 1, maxLength: 60 },
  );

/** The records of producers that send as click-sender.ts does, and the clicks in them. */
function stream(steps: readonly Step[]): { records: StreamRecord<ClickBatch>[]; clicks: Click[] } {
  const waiting = new Map<number, { first: number; clicks: Click[] }>();
  const records: StreamRecord<ClickBatch>[] = [];
  const sent = new Map<string, Click>();
  let atMs = START_MS;
  for (const { producer, code, referrer, device, laterMs, put } of steps) {
    atMs += laterMs;
    const own = waiting.get(producer) ?? { first: 1, clicks: [] };
    waiting.set(producer, own);
    own.clicks.push({ code: `code-${code}`, atMs, referrer, device, correlationId: 'c' });
    for (let copies = put === 'not taken' ? 0 : put === 'taken twice' ? 2 : 1; copies > 0; copies--) {
      // Sequence numbers grow with gaps and exceed a double's precision.
      const sequence = 2n ** 180n + BigInt(records.length) * 7n;
      const value = { producer: `p${producer}`, firstNumber: own.first, clicks: [...own.clicks] };
      records.push({ sequence, value });
      for (const [i, click] of own.clicks.entries()) sent.set(`${producer}#${own.first + i}`, click);
    }
    if (put === 'answer lost' || put === 'not taken') continue;
    own.first += own.clicks.length;
    own.clicks = [];
  }
  return { records, clicks: [...sent.values()] };
}

/** A table that takes a tally and its position together, as the transaction of click-store.ts does. */
class Table {
  position = NOTHING;
  readonly counts = new Map<string, number>();

  /** Consumes up to `commits` tallies, then crashes; returns true when it reached the end. */
  consume(records: readonly StreamRecord<ClickBatch>[], maxItems: number, commits = Number.POSITIVE_INFINITY): boolean {
    let done = 0;
    for (const tally of tallies(records, this.position, maxItems)) {
      if (done === commits) return false;
      expect(tally.days.length + tally.hours.size).toBeLessThanOrEqual(maxItems);
      expect(tally.position.version).toBe(this.position.version + 1);
      expect(tally.position.sequence >= this.position.sequence).toBe(true);
      increment(this.counts, 'clicks', tally.clicks);
      for (const { code, day, referrers, devices } of tally.days) {
        for (const [name, clicks] of referrers) increment(this.counts, `${code} ${day} from ${name}`, clicks);
        for (const [name, clicks] of devices) increment(this.counts, `${code} ${day} on ${name}`, clicks);
      }
      for (const [hour, codes] of tally.hours) {
        for (const [code, clicks] of codes) increment(this.counts, `${code} ${hour}`, clicks);
      }
      this.position = tally.position;
      done += 1;
    }
    return true;
  }
}

function countsOf(clicks: readonly Click[]): Map<string, number> {
  const counts = new Map<string, number>();
  increment(counts, 'clicks', clicks.length);
  for (const { code, atMs, referrer, device } of clicks) {
    increment(counts, `${code} ${utcDay(atMs)} from ${referrer}`);
    increment(counts, `${code} ${utcDay(atMs)} on ${device}`);
    increment(counts, `${code} ${utcHour(atMs)}`);
  }
  return counts;
}

const nonZero = (counts: Map<string, number>) => Object.fromEntries([...counts].filter(([, count]) => count !== 0));

interface Delivery {
  readonly size: number;
  readonly maxItems: number;
  readonly commitsBeforeCrash: number | undefined;
  readonly replayFrom: number | undefined;
}

const deliveries = fc.array(
  fc.record<Delivery>({
    size: fc.integer({ min: 1, max: 12 }),
    maxItems: fc.oneof(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 99 })),
    commitsBeforeCrash: fc.option(fc.nat(4), { nil: undefined }),
    replayFrom: fc.option(fc.nat(60), { nil: undefined }),
  }),
  { maxLength: 40 },
);

/** Delivers in order, at least once: a crashed batch is redelivered, and any earlier stretch may be, too. */
function deliver(table: Table, records: readonly StreamRecord<ClickBatch>[], plan: readonly Delivery[]): void {
  let next = 0;
  for (const { size, maxItems, commitsBeforeCrash, replayFrom } of plan) {
    if (replayFrom !== undefined) table.consume(records.slice(Math.min(replayFrom, next), next), maxItems);
    if (table.consume(records.slice(next, next + size), maxItems, commitsBeforeCrash)) next += size;
  }
  table.consume(records.slice(next), 99);
  table.consume(records, 2);
}

describe('any delivery of the click stream', () => {
  test('counts each distinct click once, however producers resend, batches replay, tallies cut and consumers crash', () => {
    const steps = stepsOf(30_000, ['taken', 'answer lost', 'not taken', 'taken twice']);
    fc.assert(
      fc.property(steps, deliveries, (made, plan) => {
        const { records, clicks } = stream(made);
        const table = new Table();
        deliver(table, records, plan);
        expect(nonZero(table.counts)).toEqual(nonZero(countsOf(clicks)));
      }),
      { numRuns: 400 },
    );
  });

  test('counts each click once even when producers fall silent for hours and are forgotten', () => {
    fc.assert(
      fc.property(stepsOf(2 * HOUR_MS, ['taken']), deliveries, (made, plan) => {
        const { records, clicks } = stream(made);
        const table = new Table();
        deliver(table, records, plan);
        expect(nonZero(table.counts)).toEqual(nonZero(countsOf(clicks)));
      }),
      { numRuns: 200 },
    );
  });
});

describe('tallies', () => {
  const record = (sequence: bigint, producer: string, firstNumber: number, clicks: Click[]) => ({
    sequence,
    value: { producer, firstNumber, clicks },
  });
  const all = (records: StreamRecord<ClickBatch>[], from = NOTHING, maxItems = 99) => [
    ...tallies(records, from, maxItems),
  ];

  test('are none for no new records, so that a pure replay writes nothing', () => {
    const records = [record(5n, 'p', 1, [clickOf(START_MS)])];
    const [tally] = all(records);
    expect(all([])).toEqual([]);
    expect(all(records, tally?.position)).toEqual([]);
  });

  test('move the position over records that hold nothing new', () => {
    const [first] = all([record(5n, 'p', 1, [clickOf(START_MS)])]);
    const [second] = all([record(6n, 'p', 1, [clickOf(START_MS)])], first?.position);
    expect(second).toMatchObject({ clicks: 0, days: [], position: { version: 2, sequence: 6n } });
  });

  test('keep the record before as the position when a record is cut, and resume inside it', () => {
    const cut = record(9n, 'p', 1, [clickOf(START_MS, 'aaaaaaa'), clickOf(START_MS, 'bbbbbbb')]);
    const [first, second] = all([cut], NOTHING, 2);
    expect(first).toMatchObject({ clicks: 1, position: { version: 1, sequence: 0n } });
    expect(first?.position.producers.get('p')).toEqual({ last: 1, atMs: START_MS });
    expect(second).toMatchObject({ clicks: 1, position: { version: 2, sequence: 9n } });
    expect(all([cut], first?.position, 2)).toEqual([second]);
  });

  test('remember a producer for an hour after its last click, and no longer', () => {
    const quiet = record(1n, 'quiet', 1, [clickOf(START_MS)]);
    const positionAfter = (ms: number) =>
      all([quiet, record(2n, 'busy', 1, [clickOf(START_MS + ms)])]).at(-1)?.position;
    expect([...(positionAfter(HOUR_MS)?.producers.keys() ?? [])]).toEqual(['quiet', 'busy']);
    expect([...(positionAfter(HOUR_MS + 1)?.producers.keys() ?? [])]).toEqual(['busy']);
  });
});
