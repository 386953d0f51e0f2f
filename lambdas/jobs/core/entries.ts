// Output of a collector: keys with their values, sorted by the bytes of the keys.
import type { Bytes } from './bytes.ts';

export interface Entries {
  readonly length: number;
  /** hashOf(key) of key-hash.ts. */
  hashAt(i: number): number;
  writeKey(i: number, out: Bytes): void;
  writeValue(i: number, out: Bytes): void;
}
