// Counting clicks exactly once: which clicks of a batch are new, what they add up to, and the resulting position.
import { utcDay, utcHour } from '../../shared/base/clock.ts';
import type { Position as StreamPosition } from '../../shared/messaging/stream-position.ts';
import type { StreamRecord } from '../../shared/messaging/stream-worker.ts';
import type { Click, ClickBatch } from '../contract.ts';
import { producerKeptMs } from '../resources.ts';
import { deviceOf } from './device.ts';

/** How far a producer has been counted: its last click number, and the time of that click. */
export interface Progress {
  readonly last: number;
  readonly atMs: number;
}

/** Written in the same transaction as the counts it covers. */
export interface Position extends StreamPosition {
  readonly producers: ReadonlyMap<string, Progress>;
}

/** The sums of one code for one day. */
export interface DayTally {
  readonly code: string;
  readonly day: string;
  readonly referrers: Map<string, number>;
  readonly devices: Map<string, number>;
}

/** The writes of one transaction: items for days and hours, and the resulting position. */
export interface Tally {
  readonly days: readonly DayTally[];
  /** Clicks per code, for each UTC hour. */
  readonly hours: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly clicks: number;
  readonly position: Position;
}

/**
 * Splits the new clicks of `records` into tallies of at most `maxItems` items. Skips records up to the position and
 * clicks already counted for their producer, so any replay, split anywhere, adds up to the same.
 */
export function* tallies(
  records: readonly StreamRecord<ClickBatch>[],
  from: Position,
  maxItems: number,
): Generator<Tally> {
  const fresh = records.filter(({ sequence }) => sequence > from.sequence);
  const producers = new Map(from.producers);
  let { version, sequence } = from;
  let open = new OpenTally();
  const close = (): Tally => {
    version += 1;
    const tally = open.close({ version, sequence, producers: new Map(producers) });
    open = new OpenTally();
    return tally;
  };
  for (const { sequence: recordSequence, value } of fresh) {
    for (const [index, click] of value.clicks.entries()) {
      const number = value.firstNumber + index;
      if (number <= (producers.get(value.producer)?.last ?? 0)) continue;
      if (open.itemsWith(click) > maxItems) yield close();
      open.count(click);
      producers.set(value.producer, { last: number, atMs: click.atMs });
      forgetSilent(producers, click.atMs);
    }
    sequence = recordSequence;
  }
  if (fresh.length > 0) yield close();
}

class OpenTally {
  readonly #days = new Map<string, DayTally>();
  readonly #hours = new Map<string, Map<string, number>>();
  #clicks = 0;

  itemsWith(click: Click): number {
    const more = Number(!this.#days.has(dayKey(click))) + Number(!this.#hours.has(utcHour(click.atMs)));
    return this.#days.size + this.#hours.size + more;
  }

  count(click: Click): void {
    const { code, atMs, referrer, userAgent, device = deviceOf(userAgent) } = click;
    const day = entryOf(this.#days, dayKey(click), () => ({
      code,
      day: utcDay(atMs),
      referrers: new Map(),
      devices: new Map(),
    }));
    increment(day.referrers, referrer);
    increment(day.devices, device);
    increment(
      entryOf(this.#hours, utcHour(atMs), () => new Map()),
      code,
    );
    this.#clicks += 1;
  }

  close(position: Position): Tally {
    return { days: [...this.#days.values()], hours: this.#hours, clicks: this.#clicks, position };
  }
}

const dayKey = (click: Click): string => `${click.code}#${utcDay(click.atMs)}`;

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

export function increment(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

export const sum = (counts: Iterable<number>): number => {
  let total = 0;
  for (const count of counts) total += count;
  return total;
};

function forgetSilent(producers: Map<string, Progress>, nowMs: number): void {
  for (const [producer, { atMs }] of producers) if (nowMs - atMs > producerKeptMs) producers.delete(producer);
}
