// The index in a warm instance: nothing is read twice, because segments never change.
//
// After FRESH_MS, one of the concurrent searches checks for a newer manifest, so a document is found at most that long
// after its segment enters the manifest. A cold instance opens every segment: one read each, the smallest ones whole.
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../shared/base/clock.ts';
import type { Manifest, SegmentName } from './manifest.ts';
import { openSegment, type Snapshot, snapshotOf } from './snapshot.ts';

const FRESH_MS = 1_000;
/** A segment up to this size is read whole: three range reads would cost more. */
const WHOLE_BYTES = 256 * 1024;
/** Of the function's 512 MB, for each index. */
const CACHED_BYTES = 96 * 1024 * 1024;
const CACHED_SEGMENTS = 2_000;
const CACHED_READINGS = 4;

export interface IndexSource {
  current(): Promise<Manifest>;
  at(generation: number): Promise<Manifest | undefined>;
  read(segmentId: string, from: number, to: number): Promise<Uint8Array>;
}
export interface Reading {
  readonly generation: number;
  readonly snapshot: Snapshot;
  /** Of a collection: whether it has ever had all entries of its owner. */
  readonly isFilled: boolean;
}

export class IndexReader {
  readonly #source: IndexSource;
  readonly #clock: Clock;
  readonly #ranges: LRUCache<string, Uint8Array>;
  readonly #opened: LRUCache<string, Awaited<ReturnType<typeof openSegment>>>;
  readonly #readings = new LRUCache<number, Reading>({ max: CACHED_READINGS });
  #manifest: { readonly readAtMs: number; readonly manifest: Promise<Manifest> } | undefined;

  constructor(source: IndexSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
    this.#ranges = new LRUCache({
      maxSize: CACHED_BYTES,
      sizeCalculation: ({ length }) => length + 100,
      fetchMethod: (key) => {
        const [segmentId = '', from, to] = key.split(' ');
        return source.read(segmentId, Number(from), Number(to));
      },
    });
    this.#opened = new LRUCache({ max: CACHED_SEGMENTS });
  }

  /** The index as it was at most a second ago. */
  async current(): Promise<Reading> {
    return this.#reading(await this.#currentManifest());
  }

  /** The index at a generation; undefined when that generation is too old. */
  async at(generation: number): Promise<Reading | undefined> {
    const reading = this.#readings.get(generation);
    if (reading) return reading;
    const manifest = await this.#source.at(generation);
    return manifest && this.#reading(manifest);
  }

  #currentManifest(): Promise<Manifest> {
    const nowMs = this.#clock.nowMs();
    if (this.#manifest && nowMs < this.#manifest.readAtMs + FRESH_MS) return this.#manifest.manifest;
    const manifest = this.#source.current();
    const asked = { readAtMs: nowMs, manifest };
    this.#manifest = asked;
    manifest.catch(() => {
      if (this.#manifest === asked) this.#manifest = undefined;
    });
    return manifest;
  }

  async #reading({ generation, segments, filled = false }: Manifest): Promise<Reading> {
    const known = this.#readings.get(generation);
    if (known) return known;
    const snapshot = snapshotOf(await Promise.all(segments.map((segment) => this.#open(segment))));
    const reading = { generation, snapshot, isFilled: filled };
    this.#readings.set(generation, reading);
    return reading;
  }

  async #open({ segmentId, size, tailFrom }: SegmentName) {
    const known = this.#opened.get(segmentId);
    if (known) return known;
    const opened = await openSegment({ tailFrom, size, read: (from, to) => this.#range(segmentId, size, from, to) });
    this.#opened.set(segmentId, opened);
    return opened;
  }

  async #range(segmentId: string, size: number, from: number, to: number): Promise<Uint8Array> {
    const isWhole = size <= WHOLE_BYTES;
    const [first, last] = isWhole ? [0, size] : [from, to];
    const bytes = await this.#ranges.fetch(`${segmentId} ${first} ${last}`);
    if (!bytes) throw new Error(`segment ${segmentId} was not read`);
    return isWhole ? bytes.subarray(from, to) : bytes;
  }
}
