// The intermediate file.

/** Partition p is the bytes [offsets[p], offsets[p + 1]) of one combined file. */
export interface RunIndex {
  readonly key: string;
  readonly offsets: readonly number[];
  /** Dealt in turns: a key may be in several partitions until a merge made it whole. */
  readonly dealt?: boolean;
}
