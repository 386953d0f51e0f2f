// The tasks of a phase as the Distributed Map reads them from S3: plans the splits, the merges and the reductions.
import { inChunks } from '../shared/base/chunks.ts';
import { systemClock } from '../shared/base/clock.ts';
import { blobs, findObject, readJson, sizeIfThere, writeJson } from './blob-store.ts';
import { type Input, inspect } from './core/inputs/input.ts';
import { Unreadable } from './core/inputs/unreadable.ts';
import { kindOf } from './core/kinds.ts';
import type { RunIndex } from './core/run.ts';
import { sampleBounds } from './core/sample.ts';
import { planMerges } from './core/shuffle.ts';
import { planSplits, type Split } from './core/split.ts';
import { keysOf, optionsOf, type StoredJob, splitBytesOf } from './job.ts';
import { buckets } from './resources.ts';
import { samples } from './samples.ts';
import type { PhaseName, SampleName } from './schemas.ts';
import { taskIdOf } from './tasks/task.ts';
import { findUploads } from './uploads/upload-store.ts';

export interface Item {
  readonly taskId: string;
  readonly phase: PhaseName;
  readonly index: number;
  readonly bytes: number;
  readonly work: {
    readonly split?: Split;
    readonly bounds?: readonly string[];
    /** Where the runs are listed, and which of them this task reads. Default: all. */
    readonly runsKey?: string;
    readonly pick?: readonly number[];
  };
}

const listKey = ({ jobId }: StoredJob, phase: PhaseName) => `${keysOf(jobId).work}${phase}.json`;

export const readList = (job: StoredJob, phase: PhaseName): Promise<Item[]> => readJson<Item[]>(listKey(job, phase));

/** Stores the task list of a phase. The same job makes the same list, so rewriting it changes nothing. */
export async function writeList(job: StoredJob, phase: PhaseName, items: readonly Item[]) {
  await writeJson(listKey(job, phase), items);
  const bytes = items.reduce((sum, item) => sum + item.bytes, 0);
  return { tasks: items.length, bytes, startedAtMs: systemClock.nowMs() };
}

/** Stores the list of remaining tasks where the state machine reads it. */
export async function writeRest(job: StoredJob, phase: PhaseName, items: readonly Item[]): Promise<string> {
  const key = `${keysOf(job.jobId).work}run-${job.run}-${phase}.json`;
  await writeJson(key, items);
  return key;
}

const AT_ONCE = 32;

/** The sample files are written when a job first asks for them. */
async function sampleInputs(sample: SampleName): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const { name, text } of samples[sample]()) {
    const key = `${buckets.blobs.prefix.samples}${sample}/${name}`;
    const bytes = Buffer.from(text);
    if ((await sizeIfThere(key)) !== bytes.length) await blobs.write(key, bytes);
    inputs.push({ key, size: bytes.length, name });
  }
  return inputs;
}

async function inputsOf(job: StoredJob): Promise<Input[]> {
  if ('sample' in job.input) return sampleInputs(job.input.sample);
  const { uploadIds } = job.input;
  const uploads = await findUploads(uploadIds);
  if (uploads.length < uploadIds.length) throw new Unreadable('Some uploads of this job are gone: upload them again');
  return inChunks(uploads, AT_ONCE, async ({ key, filename: name, sizeBytes, partsId }) => {
    const found = await findObject(key);
    if (!found)
      throw new Unreadable(`"${name}" was announced but never ${partsId ? 'uploaded and completed' : 'uploaded'}`);
    if (found.size !== sizeBytes)
      throw new Unreadable(`"${name}" has ${found.size} bytes, and ${sizeBytes} were announced`);
    return { key, name, ...found };
  });
}

const bytesOf = ({ pieces }: Split): number => pieces.reduce((sum, { from, to }) => sum + to - from, 0);

export async function mapItems(job: StoredJob): Promise<Item[]> {
  const inputs = await inspect(blobs, await inputsOf(job));
  const kind = kindOf(job.kind);
  const bytes = inputs.reduce((sum, { size }) => sum + size, 0);
  const splits = planSplits(inputs, job.splitBytes ?? splitBytesOf(bytes), kind);
  const { partitions } = job;
  const bounds =
    job.partitioner === 'range'
      ? await sampleBounds({ blobs, kind, options: optionsOf(job), inputs, partitions })
      : undefined;
  return splits.map((split, index) => ({
    taskId: taskIdOf('map', index),
    phase: 'map',
    index,
    bytes: bytesOf(split),
    work: { split, ...(bounds && { bounds }) },
  }));
}

const runBytes = ({ offsets }: RunIndex): number => (offsets.at(-1) ?? 0) - (offsets[0] ?? 0);

/** Empty when reducers should read the mappers' runs directly. */
export async function mergeItems(job: StoredJob, runs: readonly RunIndex[]): Promise<Item[]> {
  const groups = planMerges(runs.length, job.partitions, job.partitioner);
  if (groups.length === 0) return [];
  const runsKey = await writeRuns(job, 'map', runs);
  return groups.map((pick, index) => ({
    taskId: taskIdOf('merge', index),
    phase: 'merge',
    index,
    bytes: pick.reduce((sum, at) => sum + (runs[at] ? runBytes(runs[at]) : 0), 0),
    work: { runsKey, pick },
  }));
}

export async function reduceItems(job: StoredJob, runs: readonly RunIndex[]): Promise<Item[]> {
  const runsKey = await writeRuns(job, 'reduce', runs);
  return Array.from({ length: job.partitions }, (_, index) => ({
    taskId: taskIdOf('reduce', index),
    phase: 'reduce' as const,
    index,
    bytes: runs.reduce((sum, { offsets }) => sum + (offsets[index + 1] ?? 0) - (offsets[index] ?? 0), 0),
    work: { runsKey },
  }));
}

async function writeRuns(job: StoredJob, of: 'map' | 'reduce', runs: readonly RunIndex[]): Promise<string> {
  const key = `${keysOf(job.jobId).work}${of}-runs.json`;
  await writeJson(key, runs);
  return key;
}
