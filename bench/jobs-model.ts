// A MODEL, nothing of it measured on AWS: what a word count takes and costs there, by the speed of the kernel on this machine, the
// plan of the tasks as the code makes it, documented limits and list prices. Not in it: the upload, storage, retries, reads of
// tables, encryption on the wire, lists of runs that are read, and any difference between a core here and a vCPU of Lambda.
import { quotas } from '../lambdas/jobs/contract.ts';
import { planMerges, requests } from '../lambdas/jobs/core/shuffle.ts';
import { splitBytesOf } from '../lambdas/jobs/job.ts';
import { BEAT_MS } from '../lambdas/jobs/task.ts';
import { prices } from './prices.ts';

export interface Inputs {
  readonly bytes: number;
  /** Measured: CPU seconds of mapping a MB of text, of merging a MB of runs, and the MB of one task's run, however long its split. */
  readonly mapSeconds: number;
  readonly mergeSeconds: number;
  readonly runMb: number;
  /** Of the job's item, which each transaction of a task checks. */
  readonly jobItemKb: number;
}

/** As many as a job may have. */
const PARTITIONS = 64;
/** 1,769 MB, one vCPU (lib/stacks/jobs-stack.ts). */
const GB = 1769 / 1024;
/** Run, Run?, Done and the start of the child; Advance, Advanced? and Tasks of a phase, and once more at the end. */
const TASK_TRANSITIONS = 4;
const PHASE_TRANSITIONS = 3;
/** Begin and commit; beats come on top. */
const TRANSACTIONS = 2;
/** Limits of AWS: write units of one partition a second; new environments of a function in ten seconds. */
const PARTITION_UNITS = 1000;
const ENVIRONMENTS = 1000;
/** Assumed: start of an environment; a task's calls of tables and S3's first byte; what lies between two phases. */
const COLD_SECONDS = 0.6;
const CALLS_SECONDS = 0.15;
const STEP_SECONDS = 1;

/** An upload's id in a list takes 21 bytes, the rest of the item some 600. */
export const jobItemKb = (bytes: number): number => Math.ceil((600 + 21 * Math.ceil(bytes / quotas.fileBytes)) / 1024);

export interface Modelled {
  readonly seconds: number;
  readonly dollars: number;
  /** What of the dollars goes where. */
  readonly of: Readonly<Record<'lambda' | 's3' | 'transitions' | 'dynamodb', number>>;
  readonly tasks: number;
  /** Phases whose time is that of the job's item, not of the workers; these wait meanwhile, and are paid. */
  readonly bound: number;
}

export function modelled(inputs: Inputs, workers: number): Modelled {
  const { bytes, mapSeconds, mergeSeconds, runMb, jobItemKb } = inputs;
  const maps = Math.ceil(bytes / splitBytesOf(bytes));
  const groups = planMerges(maps, PARTITIONS, 'hash').length;
  const planned = [
    { tasks: maps, work: (mapSeconds * bytes) / 1e6 },
    { tasks: groups, work: mergeSeconds * maps * runMb },
    { tasks: PARTITIONS, work: mergeSeconds * (groups || maps) * runMb },
  ].filter(({ tasks }) => tasks > 0);
  const phases = planned.map(({ tasks, work }) => phaseOf(tasks, work / tasks, workers, jobItemKb));
  const sum = (of: (phase: Phase) => number) => phases.reduce((total, phase) => total + of(phase), 0);
  const tasks = sum((phase) => phase.tasks);
  const ramp = 10 * (Math.ceil(Math.min(workers, maps) / ENVIRONMENTS) - 1);
  // Each map task writes a run and each merge another; the rest of the shuffle reads. Then the input, and the parts.
  const puts = maps + groups;
  const gets = requests({ maps, reduces: PARTITIONS, groups }) - puts;
  const billed = sum((phase) => phase.billed) + COLD_SECONDS * Math.min(workers, maps);
  const of = {
    lambda: billed * GB * prices.lambdaGbSecond + tasks * prices.lambdaRequest,
    s3: (puts + PARTITIONS) * prices.s3Put + (gets + maps) * prices.s3Get,
    transitions: (tasks * TASK_TRANSITIONS + (phases.length + 1) * PHASE_TRANSITIONS) * prices.standardTransition,
    dynamodb: sum((phase) => phase.transactions) * 2 * (jobItemKb + 1) * prices.writeUnit,
  };
  return {
    seconds: COLD_SECONDS + ramp + sum((phase) => phase.seconds),
    dollars: of.lambda + of.s3 + of.transitions + of.dynamodb,
    of,
    tasks,
    bound: phases.filter(({ isBound }) => isBound).length,
  };
}

type Phase = ReturnType<typeof phaseOf>;

/** In waves of all workers, or as fast as the job's item can be checked. */
function phaseOf(tasks: number, workSeconds: number, workers: number, jobItemKb: number) {
  const each = CALLS_SECONDS + workSeconds;
  const transactions = tasks * (TRANSACTIONS + Math.floor((each * 1000) / BEAT_MS));
  const inWaves = Math.ceil(tasks / workers) * each;
  const checked = (transactions * 2 * jobItemKb) / PARTITION_UNITS;
  const isBound = checked > inWaves;
  return {
    tasks,
    transactions,
    isBound,
    seconds: STEP_SECONDS + Math.max(inWaves, checked),
    billed: isBound ? Math.min(workers, tasks) * checked : tasks * each,
  };
}
