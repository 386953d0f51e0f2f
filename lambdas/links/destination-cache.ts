// A warm instance answers a hot code from memory. Staleness bound: a deleted link may redirect for STALE_MS more.
// A Map is used because lru-cache grows the redirect's bundle from 18 to 37 KB (limit 40) and its import from 12 to
// 16 ms of CPU (limit 15).
import type { Clock } from '../shared/base/clock.ts';
import type { Destination, Found } from './destination.ts';

export const STALE_MS = 5_000;
// About 500 bytes per entry: 1 MB of the function's memory.
const MAX_ENTRIES = 2_000;

export class DestinationCache {
  readonly #find: (code: string) => Promise<Found>;
  readonly #clock: Clock;
  readonly #entries = new Map<string, { readonly found: Destination; readonly readAtMs: number }>();

  constructor(find: (code: string) => Promise<Found>, clock: Clock) {
    this.#find = find;
    this.#clock = clock;
  }

  /** Only destinations are cached: an unknown code may be claimed the next moment, and must work then. */
  async get(code: string): Promise<Found> {
    const nowMs = this.#clock.nowMs();
    const entry = this.#entries.get(code);
    if (entry && nowMs - entry.readAtMs < STALE_MS) return entry.found;
    this.#entries.delete(code);
    const found = await this.#find(code);
    if (typeof found !== 'string') {
      this.#entries.set(code, { found, readAtMs: nowMs });
      // Entries are in the order they were read, so the first is the oldest.
      const oldest = this.#entries.keys().next();
      if (this.#entries.size > MAX_ENTRIES && !oldest.done) this.#entries.delete(oldest.value);
    }
    return found;
  }
}
