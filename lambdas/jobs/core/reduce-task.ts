// One reduce task: its partition of all runs in, a part of the result out.
import type { Blobs } from './blobs.ts';
import type { Kind, Options } from './kind.ts';
import type { RunIndex } from './run.ts';

export interface ReduceTask {
  readonly blobs: Blobs;
  readonly kind: Kind;
  readonly options: Options;
  readonly partition: number;
  readonly runs: readonly RunIndex[];
  readonly outKey: string;
  readonly memoryBytes: number;
}

/** A line among the highest of its section; `line` without its line feed and cut to 500 characters. */
export interface PreviewLine {
  readonly section: string;
  readonly rank: number;
  readonly line: string;
}

export interface Reduced {
  readonly key: string;
  readonly bytes: number;
  readonly records: number;
  readonly preview: readonly PreviewLine[];
}

export async function reduceTask(_task: ReduceTask): Promise<Reduced> {
  throw new Error('to come');
}

/** The preview of the job out of those of its parts. */
export function mergePreviews(_previews: readonly (readonly PreviewLine[])[]): readonly PreviewLine[] {
  return [];
}
