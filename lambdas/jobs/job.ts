// What a job is, and when which change of it is due. Pure.
import { createHash } from 'node:crypto';
import type { Call } from '../shared/base/call.ts';
import { isoTime } from '../shared/base/clock.ts';
import type { Job, JobResult, StartJob } from './contract.ts';
import { buckets } from './resources.ts';
import type { JobState, PhaseName } from './schemas.ts';

export type Poison = { readonly policy: 'fail' } | { readonly policy: 'skip'; readonly upTo: number };

/** What is planned of a phase. */
export interface PlannedPhase {
  readonly tasks: number;
  readonly bytes: number;
  readonly startedAtMs: number;
}

/** As the commit writes it: the parts by their keys, which are all that the result consists of. */
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
  /** DELETING is seen by nobody: to its owner the job is gone. */
  readonly state: JobState | 'DELETING';
  /** The execution that works on it, counted from 1: one begins with the job, with each retry, cancel and delete. */
  readonly run: number;
  readonly phases: Readonly<Partial<Record<PhaseName, PlannedPhase>>>;
  readonly reason?: string;
  readonly result?: StoredResult;
  readonly createdAtMs: number;
  readonly endedAtMs?: number;
  readonly correlationId: string;
}

/** 80 bits of the operation's id, so that a request sent again finds what it made. */
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
    state: 'RUNNING',
    run: 1,
    phases: {},
    createdAtMs: call.nowMs,
    correlationId: call.correlationId,
  };
}

export const isEnded = ({ state }: Pick<StoredJob, 'state'>): boolean =>
  state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED';

/** To its owner. */
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

/** Where the bytes of a job are. Under `work` are those between its phases, under `result` the parts and their manifest. */
export const keysOf = (jobId: string) => ({
  work: `${prefix.work}${jobId}/`,
  result: `${prefix.results}${jobId}/`,
  manifest: `${prefix.results}${jobId}/manifest.json`,
  attempt: (taskId: string, attemptId: string) => `${prefix.work}${jobId}/${taskId}/${attemptId}`,
  part: (taskId: string, attemptId: string) => `${prefix.results}${jobId}/${taskId}.${attemptId}`,
});

const MB = 2 ** 20;

/** Some 64 tasks, none under 16 MB, for a task costs a start, and none over 64 MB, for one that fails begins anew. */
export const splitBytesOf = (inputBytes: number): number =>
  Math.min(64 * MB, Math.max(16 * MB, Math.ceil(inputBytes / 64)));
