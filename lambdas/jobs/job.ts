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
  readonly poison: Poison;
  /** What the job's kind is told. */
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
): StoredJob {
  return {
    jobId: idOf('job', call.operationId),
    ownerId,
    kind,
    input,
    partitions,
    partitioner,
    ...(options.splitBytes !== undefined && { splitBytes: options.splitBytes }),
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
