// Where the range partitioner cuts.
import type { Blobs } from './blobs.ts';
import type { Kind, Options } from './kind.ts';
import type { Input } from './split.ts';

export interface Sampling {
  readonly blobs: Blobs;
  readonly kind: Kind;
  readonly options: Options;
  readonly inputs: readonly Input[];
  readonly partitions: number;
}

/** partitions - 1 keys, ascending, that cut a sample of the input's keys into equal parts. */
export async function sampleBounds(_sampling: Sampling): Promise<readonly string[]> {
  return [];
}
