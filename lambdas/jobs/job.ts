// A job, and the time at which each of its changes is due. Pure.
import { createHash } from 'node:crypto';
import type { Call } from '../shared/base/call.ts';
import { isoTime } from '../shared/base/clock.ts';
import type { Job, JobResult, StartJob } from './contract.ts';
import type { DurationUnit } from './core/logs/access.ts';
import { buckets } from './resources.ts';
import type { JobState, PhaseName } from './schemas.ts';

export type Poison = { readonly policy: 'fail' } | { readonly policy: 'skip'; readonly upTo: number };

/** The plan of a phase. */
export interface PlannedPhase {
  readonly tasks: number;
  readonly bytes: number;
  readonly startedAtMs: number;
}

/** As the commit writes it: the keys of the parts, which are the whole result. */
export interface StoredResult {
  readonly parts: readonly { readonly key: string; readonly bytes: number; readonly records: number }[];
  readonly preview: JobResult['preview'];
  readonly skipped: JobResult['skipped'];
  readonly bytes: number;
  readonly records: number;
}

export interface StoredJob {
  readonly jobId: string;
  readonly ownerId: string;
  readonly kind: Job['kind'];
  readonly input: StartJob['input'];
  readonly partitions: number;
  readonly partitioner: 'hash' | 'range' | 'round-robin';
  readonly splitBytes?: number;
  /** Over how many partitions its tasks and their gates are spread; absent in jobs of older versions: 1. */
  readonly shards?: number;
  readonly poison: Poison;
  /** An option of the job's kind. */
  readonly durationUnit?: DurationUnit;
  /** Nobody sees DELETING: to its owner, the job is gone. */
  readonly state: JobState | 'DELETING';
  /**
   * Number of the execution that works on the job, from 1. The job's start and each retry, cancel and delete begin a
   * new one.
   */
  readonly run: number;
  readonly phases: Readonly<Partial<Record<PhaseName, PlannedPhase>>>;
  readonly reason?: string;
  readonly result?: StoredResult;
  readonly createdAtMs: number;
  readonly endedAtMs?: number;
  readonly correlationId: string;
}

/** 80 bits of the operation's id, so a retried request finds what the first one made. */
export const idOf = (what: 'job' | 'upload', operationId: string): string =>
  createHash('sha256').update(`${what}#${operationId}`).digest('hex').slice(0, 20);

const PARTITIONS = 4;

export function newJob(
  ownerId: string,
  { kind, input, partitions = PARTITIONS, partitioner = 'hash', options = {} }: StartJob,
  call: Call,
  inputBytes = 0,
): StoredJob {
  const splitBytes = options.splitBytes ?? splitBytesOf(inputBytes);
  return {
    jobId: idOf('job', call.operationId),
    ownerId,
    kind,
    input,
    partitions,
    partitioner,
    ...(options.splitBytes !== undefined && { splitBytes: options.splitBytes }),
    shards: shardsFor(inputBytes, splitBytes),
    poison: options.poison ?? { policy: 'fail' },
    ...(options.durationUnit !== undefined && { durationUnit: options.durationUnit }),
    state: 'RUNNING',
    run: 1,
    phases: {},
    createdAtMs: call.nowMs,
    correlationId: call.correlationId,
  };
}

export const isEnded = ({ state }: Pick<StoredJob, 'state'>): boolean =>
  state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED';

/**
 * The only run whose attempts count: the job's own while it is RUNNING, and otherwise the next one. Never falls, because
 * whatever begins to work again is a new run.
 */
export const openRunOf = ({ state, run }: Pick<StoredJob, 'state' | 'run'>): number =>
  state === 'RUNNING' ? run : run + 1;

/** The options of its kind. */
export const optionsOf = ({ durationUnit }: Pick<StoredJob, 'durationUnit'>) => ({
  ...(durationUnit && { durationUnit }),
});

/** As the owner sees it. */
export const summaryOf = (
  job: Omit<StoredJob, 'input' | 'poison' | 'run' | 'phases' | 'correlationId'>,
): Omit<Job, 'phases'> => ({
  jobId: job.jobId,
  kind: job.kind,
  state: job.state as JobState,
  ...(job.reason !== undefined && { reason: job.reason }),
  partitions: job.partitions,
  partitioner: job.partitioner,
  createdAt: isoTime(job.createdAtMs),
  endedAt: job.endedAtMs === undefined ? null : isoTime(job.endedAtMs),
});

const { prefix } = buckets.blobs;

/**
 * Where the bytes of a job are: intermediate data of its phases under `work`, the parts and their manifest under
 * `result`.
 */
export const keysOf = (jobId: string) => ({
  work: `${prefix.work}${jobId}/`,
  result: `${prefix.results}${jobId}/`,
  manifest: `${prefix.results}${jobId}/manifest.json`,
  attempt: (taskId: string, attemptId: string) => `${prefix.work}${jobId}/${taskId}/${attemptId}`,
  part: (taskId: string, attemptId: string) => `${prefix.results}${jobId}/${taskId}.${attemptId}`,
});

const MB = 2 ** 20;

/**
 * About 64 tasks: none under 16 MB, because each task has a start-up cost, and none over 64 MB, because a failed task
 * starts over.
 */
export const splitBytesOf = (inputBytes: number): number =>
  Math.min(64 * MB, Math.max(16 * MB, Math.ceil(inputBytes / 64)));

const TASKS_OF_A_SHARD = 32;
/** All gates fit into one transaction, which takes at most 100 items. */
const MOST_SHARDS = 64;

/**
 * 1,000 concurrent tasks of 64 shards check each gate some 20 times a second. Two transactions that meet at one item
 * conflict, and the later one waits.
 */
export const shardsFor = (inputBytes: number, splitBytes: number): number =>
  Math.min(MOST_SHARDS, Math.max(1, Math.ceil(inputBytes / splitBytes / TASKS_OF_A_SHARD)));

export const shardsOf = ({ shards = 1 }: Pick<StoredJob, 'shards'>): number => shards;
