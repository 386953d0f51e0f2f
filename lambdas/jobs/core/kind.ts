// What a job computes. A contributor writes a typed kind over lines (line-kind.ts); the two word kinds use the kernel.
import type { Entries } from './entries.ts';
import type { Piece } from './split.ts';

export type Options = Readonly<Record<string, unknown>>;

/** Gathers what map and combine make of the bytes of a split. */
export interface Collector {
  begin(piece: Piece): void;
  /** The piece's lines in order, cut anywhere; `at` is the chunk's place in the object. Nobody writes to a chunk again. */
  add(chunk: Uint8Array, at: number): void;
  end(): void;
  readonly records: number;
  /** Memory it holds, in bytes. */
  readonly held: number;
  /** All it gathered, sorted by key; to be read before the next `add`, after `clear`. */
  sorted(): Entries;
  clear(): void;
}

/** Called for a record that map refuses; throws when the policy is to fail. */
export type Reject = (offset: number, reason: string) => void;

export interface Result {
  /** A line of the result, with its line feed; valid until the next call. */
  readonly line: Uint8Array;
  /** The preview shows the highest of each section. */
  readonly rank: number;
  readonly section?: string;
}

export interface Kind {
  readonly name: string;
  /** A file is never split: the record is the document. */
  readonly wholeFiles: boolean;
  collector(options: Options, memoryBytes: number, reject: Reject): Collector;
  /** Values of one key as one; associative and commutative as far as `reduce` can tell. */
  combine(values: readonly Uint8Array[]): Uint8Array;
  /** Called once for each key of the job, in the byte order of keys. */
  reduce(key: Uint8Array, value: Uint8Array, options: Options): Result;
}
