// A kind defines what a job computes. Contributors write typed kinds over lines (line-kind.ts); two word kinds use the kernel.
import type { Entries } from './entries.ts';
import type { Piece } from './split.ts';

export type Options = Readonly<Record<string, unknown>>;

/** Gathers the results of map and combine over the bytes of a split. */
export interface Collector {
  begin(piece: Piece): void;
  /** Takes the piece's lines in order, cut anywhere; `at` is the chunk's offset in the object. No caller modifies a chunk later. */
  add(chunk: Uint8Array, at: number): void;
  end(): void;
  readonly records: number;
  /** Bytes of memory held. */
  readonly held: number;
  /** Everything gathered, sorted by key. Read it before `clear`, and call `clear` before the next `add`. */
  sorted(): Entries;
  clear(): void;
}

/** Called for a record that map refuses; throws when the policy is to fail. */
export type Reject = (offset: number, reason: string) => void;

export interface Result {
  /** Line of the result with its line feed; valid until the next call. */
  readonly line: Uint8Array;
  /** The preview shows the highest-ranked lines of each section. */
  readonly rank: number;
  readonly section?: string;
}

export interface Kind {
  readonly name: string;
  /** Files are never split: each document is one record. */
  readonly wholeFiles: boolean;
  collector(options: Options, memoryBytes: number, reject: Reject): Collector;
  /** Combines values of one key into one. Must be associative and commutative as far as `reduce` can tell. */
  combine(values: readonly Uint8Array[]): Uint8Array;
  /** Called once for each key of the job, in the byte order of keys. */
  reduce(key: Uint8Array, value: Uint8Array, options: Options): Result;
}
