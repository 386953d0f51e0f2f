// Cache-aside in a warm instance, with a guard against stampedes: of all who miss a key at once, one reads it.
//
// FRESH_MS long an answer is as good as read. Until STALE_MS it is given at once and read again behind it; after that
// whoever asks waits. So a reader never sees anything older than STALE_MS, and a table that is slow or away for some
// seconds is not noticed by readers of hot keys. The trade: each instance has a cache of its own, so n instances read a
// hot key n times in FRESH_MS, and two of them may differ for STALE_MS; a change is at once only in the instance that
// made it. Lambda stops an instance between requests: what is read behind an answer may end with the next one.
import { LRUCache } from 'lru-cache';
import type { Clock } from '../shared/base/clock.ts';

export const FRESH_MS = 5_000;
export const STALE_MS = 10_000;

export class ReadCache<Value extends object> {
  readonly #entries: LRUCache<string, Value>;

  /** What `read` answers undefined for is not kept: it may be there the next moment. */
  constructor(read: (key: string) => Promise<Value | undefined>, max: number, clock: Clock) {
    this.#entries = new LRUCache<string, Value>({
      max,
      ttl: FRESH_MS,
      ttlResolution: 0,
      perf: { now: () => clock.nowMs() },
      fetchMethod: (key) => read(key),
      // A refresh that fails behind an answer leaves the old value until it is too old.
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
