// The level between map and reduce: runs of a group of mappers become one, so that reducers ask for few ranges.
import type { Blobs } from './blobs.ts';
import type { Kind } from './kind.ts';
import type { RunIndex } from './run.ts';

export interface MergeTask {
  readonly blobs: Blobs;
  readonly kind: Kind;
  readonly runs: readonly RunIndex[];
  readonly outKey: string;
  readonly memoryBytes: number;
}

export async function mergeTask(_task: MergeTask): Promise<{ run: RunIndex; bytes: number; records: number }> {
  throw new Error('to come');
}
