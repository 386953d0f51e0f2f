// A MODEL, not measured on AWS: time and cost of a word count there, from the speed of the kernel on this machine, the
// code's own plan of tasks, documented limits and list prices. It leaves out the upload, storage, retries, the cost of
// reads, conflicts of transactions, encryption on the wire, and any difference between a core here and a vCPU of Lambda.
import { quotas } from '../../lambdas/jobs/contract.ts';
import { planMerges, requests } from '../../lambdas/jobs/core/shuffle.ts';
import { shardsFor, splitBytesOf } from '../../lambdas/jobs/job.ts';
import { BEAT_MS } from '../../lambdas/jobs/tasks/task.ts';
import { prices } from '../../lib/prices.ts';

export interface Inputs {
  readonly bytes: number;
  /** Measured: CPU seconds to map a MB of text and to merge a MB of runs, and the MB of a task's run, for a split of any length. */
  readonly mapSeconds: number;
  readonly mergeSeconds: number;
  readonly runMb: number;
  /** Size of the job's item, which each call of a task reads. */
  readonly jobItemKb: number;
}

/** Over how many partitions the tasks and their gates are spread, and the KB that each transaction of a task checks. */
export interface Gates {
  readonly shards: number;
  readonly kb: number;
}

/** The most partitions a job may have. */
const PARTITIONS = 64;
/** 1,769 MB, one vCPU (lib/stacks/jobs-stack.ts). */
const GB = 1769 / 1024;
/** A task: Run, Run?, Done and the start of the child. A phase: Advance, Advanced? and Tasks, and once more at the end. */
const TASK_TRANSITIONS = 4;
const PHASE_TRANSITIONS = 3;
/** Begin and commit; heartbeats come on top. */
const TRANSACTIONS = 2;
/** A task's item with the offsets of 64 partitions is under 1 KB (test/local/jobs/jobs-gates.test.ts). */
const TASK_KB = 1;
/** AWS limits: write and read units of one partition a second; new environments of a function in ten seconds. */
const PARTITION_UNITS = 1000;
const PARTITION_READS = 3000;
const ENVIRONMENTS = 1000;
/** Assumed: start of an environment; a task's table calls and S3's first byte; the gap between two phases. */
const COLD_SECONDS = 0.6;
const CALLS_SECONDS = 0.15;
const STEP_SECONDS = 1;

/** An upload's id takes 21 bytes of the job's item, the rest some 600. */
export const jobItemKb = (bytes: number): number => Math.ceil((600 + 21 * Math.ceil(bytes / quotas.fileBytes)) / 1024);

export interface Modelled {
  readonly seconds: number;
  readonly dollars: number;
  /** The dollars by service. */
  readonly of: Readonly<Record<'lambda' | 's3' | 'transitions' | 'dynamodb', number>>;
  readonly tasks: number;
  /** Phases bound by the tables' partitions, not by the workers, which wait meanwhile and are paid for it. */
  readonly bound: number;
}

export const gatesOf = (bytes: number): Gates => ({ shards: shardsFor(bytes, splitBytesOf(bytes)), kb: 1 });

export function modelled(inputs: Inputs, workers: number, gates = gatesOf(inputs.bytes)): Modelled {
  const { bytes, mapSeconds, mergeSeconds, runMb, jobItemKb } = inputs;
  const maps = Math.ceil(bytes / splitBytesOf(bytes));
  const groups = planMerges(maps, PARTITIONS, 'hash').length;
  const planned = [
    { tasks: maps, work: (mapSeconds * bytes) / 1e6 },
    { tasks: groups, work: mergeSeconds * maps * runMb },
    { tasks: PARTITIONS, work: mergeSeconds * (groups || maps) * runMb },
  ].filter(({ tasks }) => tasks > 0);
  const phases = planned.map(({ tasks, work }) => phaseOf(tasks, work / tasks, workers, gates, jobItemKb));
  const sum = (of: (phase: Phase) => number) => phases.reduce((total, phase) => total + of(phase), 0);
  const tasks = sum((phase) => phase.tasks);
  const ramp = 10 * (Math.ceil(Math.min(workers, maps) / ENVIRONMENTS) - 1);
  // Each map task writes a run and each merge another; the rest of the shuffle is reads. Input and parts come on top.
  const puts = maps + groups;
  const gets = requests({ maps, reduces: PARTITIONS, groups }) - puts;
  const billed = sum((phase) => phase.billed) + COLD_SECONDS * Math.min(workers, maps);
  const of = {
    lambda: billed * GB * prices.lambdaGbSecond + tasks * prices.lambdaRequest,
    s3: (puts + PARTITIONS) * prices.s3Put + (gets + maps) * prices.s3Get,
    transitions: (tasks * TASK_TRANSITIONS + (phases.length + 1) * PHASE_TRANSITIONS) * prices.standardTransition,
    dynamodb: sum((phase) => phase.transactions) * 2 * (gates.kb + TASK_KB) * prices.writeUnit,
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

/** Time of a phase: waves of all workers, or the rate at which gates can be checked, tasks written, or the job read. */
function phaseOf(tasks: number, workSeconds: number, workers: number, { shards, kb }: Gates, jobItemKb: number) {
  const each = CALLS_SECONDS + workSeconds;
  const transactions = tasks * (TRANSACTIONS + Math.floor((each * 1000) / BEAT_MS));
  const inWaves = Math.ceil(tasks / workers) * each;
  const written = (transactions * 2 * Math.max(kb, TASK_KB)) / (shards * PARTITION_UNITS);
  const stored = Math.max(written, (tasks * Math.ceil(jobItemKb / 4)) / PARTITION_READS);
  const isBound = stored > inWaves;
  return {
    tasks,
    transactions,
    isBound,
    seconds: STEP_SECONDS + Math.max(inWaves, stored),
    billed: isBound ? Math.min(workers, tasks) * stored : tasks * each,
  };
}
