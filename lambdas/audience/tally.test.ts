// Counting exactly once: any replay, cut or crash of the stream of views gives the same totals as counting everything
// at once.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Position } from '../shared/messaging/stream-position.ts';
import type { StreamRecord } from '../shared/messaging/stream-worker.ts';
import type { MediaViewed } from './contract.ts';
import { type KeptHistory, type Tally, tallies } from './tally.ts';

const START_MS = 1_795_304_999_000;
const idOf = (n: number): string => n.toString(16).padStart(20, '0');

/** A table that accepts the writes of a transaction if the versions are those that were read. */
class Table {
  position: Position = { version: 0, sequence: 0n };
  histories = new Map<string, KeptHistory>();
  readonly counts = new Map<string, number>();

  /** Consumes up to `commits` tallies, then crashes; true if it reached the end. */
  consume(
    records: readonly StreamRecord<MediaViewed>[],
    maxItems: number,
    commits = Number.POSITIVE_INFINITY,
  ): boolean {
    let done = 0;
    for (const tally of tallies(records, this.position, new Map(this.histories), maxItems)) {
      if (done === commits) return false;
      this.#take(tally, maxItems);
      done += 1;
    }
    return true;
  }

  #take({ position, histories, media, views }: Tally, maxItems: number): void {
    expect(histories.size + media.size).toBeLessThanOrEqual(maxItems);
    expect(position.version).toBe(this.position.version + 1);
    expect(position.sequence >= this.position.sequence).toBe(true);
    this.position = position;
    for (const [userId, history] of histories) {
      expect(history.version).toBe((this.histories.get(userId)?.version ?? 0) + 1);
      this.histories.set(userId, history);
    }
    for (const { mediaId } of views) this.#add(`trend ${mediaId}`, 1);
    for (const [mediaId, { views: times, together }] of media) {
      this.#add(`views ${mediaId}`, times);
      for (const [other, pairs] of together) this.#add(`${mediaId} with ${other}`, pairs);
    }
  }

  #add(name: string, times: number): void {
    if (times > 0) this.counts.set(name, (this.counts.get(name) ?? 0) + times);
  }

  whole() {
    const histories = [...this.histories].map(([userId, { history }]) => [userId, history]);
    return { counts: Object.fromEntries(this.counts), histories: Object.fromEntries(histories) };
  }
}

const streams = fc
  .array(fc.tuple(fc.nat(3), fc.nat(8), fc.nat(300 * 60_000)), { minLength: 1, maxLength: 60 })
  .map((steps) => {
    let atMs = START_MS;
    return steps.map(([user, media, laterMs], i): StreamRecord<MediaViewed> => {
      atMs += laterMs;
      // Sequence numbers grow with gaps and do not fit a double.
      const value = { userId: `user-${user}`, mediaId: idOf(media), atMs, correlationId: 'c' };
      return { sequence: 2n ** 180n + BigInt(i) * 7n, value };
    });
  });

const deliveries = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 12 }),
    // The largest view takes one history and six media.
    maxItems: fc.integer({ min: 7, max: 98 }),
    commitsBeforeCrash: fc.option(fc.nat(4), { nil: undefined }),
    replayFrom: fc.option(fc.nat(60), { nil: undefined }),
  }),
  { maxLength: 30 },
);

test('counts each view once, however batches replay, tallies cut and consumers crash', () => {
  fc.assert(
    fc.property(streams, deliveries, (records, plan) => {
      const atOnce = new Table();
      atOnce.consume(records, Number.POSITIVE_INFINITY);
      const table = new Table();
      let next = 0;
      for (const { size, maxItems, commitsBeforeCrash, replayFrom } of plan) {
        if (replayFrom !== undefined) table.consume(records.slice(Math.min(replayFrom, next), next), maxItems);
        if (table.consume(records.slice(next, next + size), maxItems, commitsBeforeCrash)) next += size;
      }
      table.consume(records.slice(next), 98);
      table.consume(records, 7);
      expect(table.whole()).toEqual(atOnce.whole());
    }),
    { numRuns: 400 },
  );
});

test('brings media together both ways, as often as the same people watched both', () => {
  const view = (user: number, media: number, minutes: number, i: number): StreamRecord<MediaViewed> => ({
    sequence: BigInt(i + 1),
    value: { userId: `user-${user}`, mediaId: idOf(media), atMs: START_MS + minutes * 60_000, correlationId: 'c' },
  });
  const records = [
    [1, 1, 0],
    [1, 2, 1],
    [2, 2, 2],
    [2, 1, 3],
    [1, 2, 20],
    [3, 1, 4],
    [3, 2, 4 + 24 * 60],
  ].map(([user = 0, media = 0, minutes = 0], i) => view(user, media, minutes, i));
  const table = new Table();
  table.consume(records, 98);
  expect(table.whole().counts).toEqual({
    [`trend ${idOf(1)}`]: 3,
    [`trend ${idOf(2)}`]: 4,
    [`views ${idOf(1)}`]: 3,
    [`views ${idOf(2)}`]: 4,
    [`${idOf(1)} with ${idOf(2)}`]: 2,
    [`${idOf(2)} with ${idOf(1)}`]: 2,
  });
});

test('moves the position also when no view counts', () => {
  const same = (sequence: bigint) => ({
    sequence,
    value: { userId: 'user-1', mediaId: idOf(1), atMs: START_MS, correlationId: 'c' },
  });
  const table = new Table();
  table.consume([same(1n)], 98);
  table.consume([same(2n), same(3n)], 98);
  expect([table.position, table.counts.get(`views ${idOf(1)}`)]).toEqual([{ version: 2, sequence: 3n }, 1]);
});
