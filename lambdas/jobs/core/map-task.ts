// One map task: a split in, one combined file of sorted partitions out.
import type { Blobs } from './blobs.ts';
import type { Kind, Options } from './kind.ts';
import type { Partitioner } from './partition.ts';
import type { RunIndex } from './run.ts';
import type { Split } from './split.ts';

export interface Skipped {
  readonly key: string;
  readonly offset: number;
  readonly reason: string;
}

export interface MapTask {
  readonly blobs: Blobs;
  readonly kind: Kind;
  readonly options: Options;
  readonly split: Split;
  readonly partitions: number;
  readonly partitioner: Partitioner;
  /** Of the range partitioner, from sampleBounds: partitions - 1 keys. */
  readonly bounds?: readonly string[];
  readonly outKey: string;
  readonly memoryBytes: number;
  readonly poison: { readonly policy: 'fail' | 'skip'; readonly upTo: number };
  readonly onProgress?: (bytes: number) => void;
}

export interface Mapped {
  readonly run: RunIndex;
  readonly bytes: number;
  readonly records: number;
  readonly skipped: readonly Skipped[];
}

export async function mapTask(_task: MapTask): Promise<Mapped> {
  throw new Error('to come');
}
