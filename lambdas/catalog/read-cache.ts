// Cache-aside in a warm instance, with a guard against stampedes: of all callers that miss a key at once, one reads it.
//
// Entries are fresh for FRESH_MS; until STALE_MS they are served stale while refreshed; after that the caller waits. So
// no reader sees an entry older than STALE_MS, and readers of hot keys do not notice a table that is slow or down for a
// few seconds. The trade-off: each instance has its own cache, so n instances read a hot key n times per FRESH_MS, and
// two instances may differ for STALE_MS. Only the instance that makes a change sees it at once. Lambda freezes an
// instance between requests: a refresh behind a response may only finish during the next one.
import { LRUCache } from 'lru-cache';
import type { Clock } from '../shared/base/clock.ts';

export const FRESH_MS = 5_000;
export const STALE_MS = 10_000;

export class ReadCache<Value extends object> {
  readonly #entries: LRUCache<string, Value>;

  /** An undefined result of `read` is not cached: the value may exist the next moment. */
  constructor(read: (key: string) => Promise<Value | undefined>, max: number, clock: Clock) {
    this.#entries = new LRUCache<string, Value>({
      max,
      ttl: FRESH_MS,
      ttlResolution: 0,
      perf: { now: () => clock.nowMs() },
      fetchMethod: (key) => read(key),
      // A failed background refresh keeps the old value until it is too old.
      noDeleteOnFetchRejection: true,
    });
  }

  get(key: string): Promise<Value | undefined> {
    const ageMs = FRESH_MS - this.#entries.getRemainingTTL(key);
    return this.#entries.fetch(key, { allowStale: ageMs < STALE_MS });
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }
}
