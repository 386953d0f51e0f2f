// Runs a whole job in one process, as the state machine does in the cloud, for `npm run job -- --local`, tests and the bench.
import type { Blobs } from './blobs.ts';
import { type Input, inspect } from './inputs/input.ts';
import type { Kind, Options } from './kind.ts';
import type { Partitioner } from './partition.ts';
import { sampleBounds } from './sample.ts';
import { planMerges } from './shuffle.ts';
import { planSplits } from './split.ts';
import { type Mapped, type MapTask, mapTask, PoisonRecord, type Skipped } from './tasks/map-task.ts';
import { type MergeTask, mergeTask } from './tasks/merge-task.ts';
import { mergePreviews, type PreviewLine, type Reduced, type ReduceTask, reduceTask } from './tasks/reduce-task.ts';

/** A task as a message: only the fields that a worker thread does not already have. */
export type MapOrder = Omit<MapTask, 'blobs' | 'kind' | 'onProgress'>;
export type MergeOrder = Omit<MergeTask, 'blobs' | 'kind'>;
export type ReduceOrder = Omit<ReduceTask, 'blobs' | 'kind'>;
export type Merged = Awaited<ReturnType<typeof mergeTask>>;

/** Runs tasks with limited concurrency; takes all of them at once. */
export interface Crew {
  map(order: MapOrder, onProgress: (bytes: number) => void): Promise<Mapped>;
  merge(order: MergeOrder): Promise<Merged>;
  reduce(order: ReduceOrder): Promise<Reduced>;
}

export const crewOf = (blobs: Blobs, kind: Kind): Crew => ({
  map: (order, onProgress) => mapTask({ ...order, blobs, kind, onProgress }),
  merge: (order) => mergeTask({ ...order, blobs, kind }),
  reduce: (order) => reduceTask({ ...order, blobs, kind }),
});

export type Phase = 'map' | 'merge' | 'reduce';
export interface Progress {
  readonly phase: Phase;
  readonly tasks: number;
  readonly done: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface Job {
  readonly blobs: Blobs;
  readonly kind: Kind;
  readonly options?: Options;
  readonly inputs: readonly Input[];
  readonly partitions: number;
  readonly partitioner: Partitioner;
  readonly splitBytes: number;
  readonly memoryBytes: number;
  readonly poison?: MapTask['poison'];
  readonly crew: Crew;
  /** Prefix of runs and parts: `<out>/part-00000`. */
  readonly out: string;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Finished {
  readonly parts: readonly Reduced[];
  readonly preview: readonly PreviewLine[];
  readonly records: number;
  readonly skipped: readonly Skipped[];
}

const five = (n: number): string => String(n).padStart(5, '0');

export async function runJob(job: Job): Promise<Finished> {
  const { blobs, kind, options = {}, partitions, partitioner, memoryBytes, crew, out } = job;
  const poison = job.poison ?? { policy: 'fail', upTo: 0 };
  const inputs = await inspect(blobs, job.inputs);
  const splits = planSplits(inputs, job.splitBytes, kind);
  const bounds = partitioner === 'range' ? await sampleBounds({ blobs, kind, options, inputs, partitions }) : undefined;
  const shared = { options, partitions, partitioner, bounds, memoryBytes, poison };
  const totalBytes = inputs.reduce((sum, { size }) => sum + size, 0);
  const phase = progressOf(job, 'map', splits.length, totalBytes);
  const mapped = await all(splits, phase, (split, onBytes) =>
    crew.map({ ...shared, split, outKey: `${out}/runs/map-${five(split.index)}` }, onBytes),
  );
  const skipped = mapped.flatMap((task) => task.skipped);
  const tooMany = skipped[poison.upTo];
  if (tooMany) throw new PoisonRecord(tooMany);
  const groups = planMerges(splits.length, partitions, partitioner);
  const merged = await all(groups, progressOf(job, 'merge', groups.length, 0), (group, _, g) =>
    crew.merge({
      runs: group.flatMap((i) => mapped[i]?.run ?? []),
      outKey: `${out}/runs/merge-${five(g)}`,
      memoryBytes,
    }),
  );
  const runs = (groups.length > 0 ? merged : mapped).map(({ run }) => run);
  const order = Array.from({ length: partitions }, (_, partition) => partition);
  const parts = await all(order, progressOf(job, 'reduce', partitions, 0), (partition) =>
    crew.reduce({ options, partition, runs, outKey: `${out}/part-${five(partition)}`, memoryBytes }),
  );
  const records = mapped.reduce((sum, task) => sum + task.records, 0);
  return { parts, preview: mergePreviews(parts.map(({ preview }) => preview)), records, skipped };
}

interface Counting {
  bytes(more: number): void;
  done(): void;
}

function progressOf({ onProgress }: Job, phase: Phase, tasks: number, totalBytes: number): Counting {
  let [done, bytes] = [0, 0];
  const tell = () => onProgress?.({ phase, tasks, done, bytes, totalBytes });
  return {
    bytes: (more) => {
      bytes += more;
      tell();
    },
    done: () => {
      done += 1;
      tell();
    },
  };
}

function all<T, R>(
  items: readonly T[],
  counting: Counting,
  work: (item: T, onBytes: (bytes: number) => void, i: number) => Promise<R>,
): Promise<R[]> {
  return Promise.all(
    items.map(async (item, i) => {
      const result = await work(item, counting.bytes, i);
      counting.done();
      return result;
    }),
  );
}
