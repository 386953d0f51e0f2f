// Kinds over lines, as contributors write them: typed keys and values, map, combine, reduce. docs/tour.md adds one.
import { ByteReader, Bytes, compareBytes } from './bytes.ts';
import type { Collector, Kind, Options, Reject } from './kind.ts';
import { hashOf } from './words/key-hash.ts';

export interface LineKind<K extends string, V> {
  readonly name: string;
  /** Maps a line without its terminator; invalid UTF-8 arrives as U+FFFD. Throws Refused when the line makes no sense. */
  map(line: string, emit: (key: K, value: V) => void, options: Options): void;
  /** A faster `map`, tried first, of the line in the bytes [from, to). False leaves the line to `map`; both must agree. */
  mapBytes?(bytes: Buffer, from: number, to: number, emit: (key: K, value: V) => void, options: Options): boolean;
  /** Must be associative and commutative; may modify `a` and return it. */
  combine(a: V, b: V): V;
  write(value: V, out: Bytes): void;
  read(from: ByteReader): V;
  /** Makes a result line without its line feed. The preview shows the highest ranks of each section. */
  reduce(
    key: K,
    value: V,
    options: Options,
  ): { readonly line: string; readonly rank: number; readonly section?: string };
  /** Approximate memory of a key with its value (256 by default). */
  readonly bytesPerKey?: number;
}

/** Refuses a line that does not fit the kind; the job's policy decides whether it fails or the line is skipped and listed. */
export class Refused extends Error {}

/** Longer lines are refused, so that no line decides how much memory a task needs. */
export const MAX_LINE_BYTES = 1024 * 1024;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

export function lineKind<K extends string, V>(kind: LineKind<K, V>): Kind {
  const value = new Bytes();
  const line = new Bytes();
  return {
    name: kind.name,
    wholeFiles: false,
    collector: (options, _memoryBytes, reject) => new LineCollector(kind, options, reject),
    combine: (values) => {
      const all = values.map((bytes) => kind.read(new ByteReader(bytes)));
      value.length = 0;
      kind.write(all.reduce(kind.combine), value);
      return value.view();
    },
    reduce: (key, bytes, options) => {
      const result = kind.reduce(Buffer.from(key).toString() as K, kind.read(new ByteReader(bytes)), options);
      line.length = 0;
      line.text(result.line);
      line.byte(LINE_FEED);
      return { ...result, line: line.view() };
    },
  };
}

class LineCollector<K extends string, V> implements Collector {
  records = 0;
  readonly #kind: LineKind<K, V>;
  readonly #options: Options;
  readonly #reject: Reject;
  readonly #values = new Map<K, V>();
  #keyBytes = 0;
  /** Start of a line that a later chunk completes, and its offset. */
  #rest: Uint8Array[] = [];
  #restBytes = 0;
  #restAt = 0;

  constructor(kind: LineKind<K, V>, options: Options, reject: Reject) {
    this.#kind = kind;
    this.#options = options;
    this.#reject = reject;
  }

  begin(): void {
    this.#rest = [];
    this.#restBytes = 0;
  }

  add(chunk: Uint8Array, at: number): void {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      let start = 0;
      if (this.#restBytes > 0) {
        start = chunk.indexOf(LINE_FEED) + 1;
        this.#keep(chunk.subarray(0, start));
        this.#endLine();
      }
      if (end > start) this.#lines(Buffer.from(chunk.buffer, chunk.byteOffset + start, end - start), at + start);
    }
    if (end === chunk.length) return;
    if (this.#restBytes === 0) this.#restAt = at + end;
    this.#keep(chunk.subarray(end));
  }

  end(): void {
    if (this.#restBytes > 0) this.#endLine();
  }

  #keep(bytes: Uint8Array): void {
    if (this.#restBytes <= MAX_LINE_BYTES) this.#rest.push(bytes);
    this.#restBytes += bytes.length;
  }

  #endLine(): void {
    const [line, bytes] = [Buffer.concat(this.#rest), this.#restBytes];
    this.#rest = [];
    this.#restBytes = 0;
    if (bytes <= MAX_LINE_BYTES) this.#lines(line, this.#restAt);
    else {
      this.records += 1;
      this.#reject(this.#restAt, `the line is longer than ${MAX_LINE_BYTES} bytes`);
    }
  }

  /** Handles whole lines; the last one may lack a line feed. */
  #lines(block: Buffer, at: number): void {
    for (let from = 0; from < block.length; ) {
      const feed = block.indexOf(LINE_FEED, from);
      const end = feed < 0 ? block.length : feed;
      const to = end > from && block[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
      this.records += 1;
      try {
        if (!this.#kind.mapBytes?.(block, from, to, this.#emit, this.#options))
          this.#kind.map(block.toString('utf8', from, to), this.#emit, this.#options);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        this.#reject(at + from, error.message);
      }
      from = end + 1;
    }
  }

  readonly #emit = (key: K, value: V): void => {
    const known = this.#values.get(key);
    if (known !== undefined) {
      const combined = this.#kind.combine(known, value);
      if (combined !== known) this.#values.set(key, combined);
      return;
    }
    // A slice would keep its whole line in memory, and half a surrogate pair must become U+FFFD.
    const own = Buffer.from(key).toString() as K;
    const twin = own === key ? undefined : this.#values.get(own);
    this.#values.set(own, twin === undefined ? value : this.#kind.combine(twin, value));
    if (twin === undefined) this.#keyBytes += own.length * 2;
  };

  get held(): number {
    return this.#keyBytes + this.#values.size * (this.#kind.bytesPerKey ?? 256);
  }

  sorted() {
    const entries = [...this.#values].map(([key, value]) => ({ key: Buffer.from(key), value }));
    entries.sort((a, b) => compareBytes(a.key, a.key.length, b.key, b.key.length));
    const at = (i: number) => entries[i] as (typeof entries)[number];
    return {
      length: entries.length,
      hashAt: (i: number) => hashOf(at(i).key),
      writeKey: (i: number, out: Bytes) => out.bytes(at(i).key),
      writeValue: (i: number, out: Bytes) => this.#kind.write(at(i).value, out),
    };
  }

  clear(): void {
    this.#values.clear();
    this.#keyBytes = 0;
  }
}
