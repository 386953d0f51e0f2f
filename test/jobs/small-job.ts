// Runs a job over objects in memory and returns its parts as strings.
import { type KindName, kindOf } from '../../lambdas/jobs/core/kinds.ts';
import { crewOf, type Job, runJob } from '../../lambdas/jobs/core/run-job.ts';
import { memoryBlobs } from './memory-blobs.ts';

export interface Given
  extends Partial<Pick<Job, 'partitions' | 'partitioner' | 'splitBytes' | 'memoryBytes' | 'poison' | 'options'>> {
  readonly chunkBytes?: number;
}

export async function smallJob(
  name: KindName,
  files: Readonly<Record<string, Uint8Array | string>>,
  given: Given = {},
) {
  const { chunkBytes = 1000, partitions = 3, partitioner = 'hash', splitBytes = 100, memoryBytes = 2 ** 26 } = given;
  const blobs = memoryBlobs(files, chunkBytes);
  const inputs = await Promise.all(Object.keys(files).map(async (key) => ({ key, size: await blobs.size(key) })));
  const kind = kindOf(name);
  const job = {
    blobs,
    kind,
    inputs,
    partitions,
    partitioner,
    splitBytes,
    memoryBytes,
    poison: given.poison,
    options: given.options,
  };
  const finished = await runJob({ ...job, crew: crewOf(blobs, kind), out: 'out' });
  const parts = finished.parts.map(({ key }) => Buffer.from(blobs.objects.get(key) ?? []).toString());
  return { ...finished, texts: parts, blobs };
}

/** Joins the lines of all parts into one sorted text. */
export const joined = (parts: readonly string[]): string => {
  const lines = parts.flatMap((part) => part.split('\n').slice(0, -1));
  const key = (line: string) => Buffer.from(line.slice(0, line.lastIndexOf('\t')));
  return lines
    .sort((a, b) => Buffer.compare(key(a), key(b)))
    .map((line) => `${line}\n`)
    .join('');
};
