// A task: one split to map, one group of runs to merge, or one partition to reduce. Also its attempts, and
// which call may start one. Pure.
import { isoTime } from '../../shared/base/clock.ts';
import type { JobResult, Task } from '../contract.ts';
import { type PlannedPhase, type StoredJob, shardsOf } from '../job.ts';
import type { PhaseName } from '../schemas.ts';

export interface Attempt {
  readonly id: string;
  /** Run of the job. */
  readonly run: number;
  readonly startedAtMs: number;
  /** Time of the last heartbeat. */
  readonly beatAtMs: number;
  readonly bytes: number;
  readonly endedAtMs?: number;
  /** LATE: another attempt was first. STOPPED: the job has ended. */
  readonly outcome?: 'DONE' | 'FAILED' | 'LATE' | 'STOPPED';
  readonly reason?: string;
}

/** The output of a finished task. */
export interface Output {
  readonly key: string;
  readonly bytes: number;
  readonly records: number;
  /** For map and merge: partition p is the bytes [offsets[p], offsets[p + 1]) of the key. */
  readonly offsets?: readonly number[];
  readonly dealt?: boolean;
  readonly preview?: JobResult['preview'];
  readonly skipped?: JobResult['skipped'];
}

/** One task in one run of its job. */
export interface Run {
  readonly jobId: string;
  readonly taskId: string;
  readonly run: number;
  /** Of the job's tasks and gates. */
  readonly shard: number;
}

export interface StoredTask {
  readonly taskId: string;
  readonly phase: PhaseName;
  readonly index: number;
  readonly state: 'RUNNING' | 'DONE' | 'FAILED';
  /**
   * The run of the job in which the task was last started or given up. A task that failed in an earlier run is open
   * again.
   */
  readonly run: number;
  /** Bytes to read. */
  readonly bytes: number;
  readonly attempts: readonly Attempt[];
  readonly output?: Output;
  readonly reason?: string;
}

export const taskIdOf = (phase: PhaseName, index: number): string => `${phase}-${String(index).padStart(5, '0')}`;

/** Neighbours in the list, which run at the same time, are in different shards. */
export const runOf = (
  job: Pick<StoredJob, 'jobId' | 'shards'>,
  { taskId, index, run }: Pick<StoredTask, 'taskId' | 'index' | 'run'>,
): Run => ({ jobId: job.jobId, taskId, run, shard: index % shardsOf(job) });

export const BEAT_MS = 2000;
/** Five missed beats: the attempt is dead or hangs. */
const STALE_MS = 10_000;
/** Two missed beats: enough for a second attempt where no worker has anything else to do. */
const LATE_MS = 5000;
/**
 * Per run: Step Functions gives up after four failures, so any more attempts were cut off by the function's own end.
 */
const MOST_ATTEMPTS = 8;
const STRAGGLES_AFTER_MS = 5000;
const TIMES_THE_MEDIAN = 3;

export const isAlive = (attempt: Attempt, nowMs: number): boolean =>
  attempt.endedAtMs === undefined && nowMs - attempt.beatAtMs < STALE_MS;

const tookMs = ({ state, attempts }: StoredTask): number[] =>
  state === 'DONE'
    ? attempts.flatMap(({ outcome, startedAtMs, endedAtMs = startedAtMs }) =>
        outcome === 'DONE' ? [endedAtMs - startedAtMs] : [],
      )
    : [];

/** Most of its phase is done, and the task takes three times the median of the finished ones. */
export function isStraggling(task: StoredTask, phase: readonly StoredTask[], planned: number, nowMs: number): boolean {
  const living = task.attempts.filter((attempt) => isAlive(attempt, nowMs));
  const done = phase.flatMap(tookMs).sort((a, b) => a - b);
  if (task.state !== 'RUNNING' || living.length === 0 || done.length < planned / 2 || done.length === 0) return false;
  const median = done[Math.floor(done.length / 2)] ?? 0;
  const since = Math.min(...living.map(({ startedAtMs }) => startedAtMs));
  return nowMs - since > Math.max(STRAGGLES_AFTER_MS, TIMES_THE_MEDIAN * median);
}

const isLate = ({ endedAtMs, beatAtMs }: Attempt, nowMs: number): boolean =>
  endedAtMs === undefined && nowMs - beatAtMs >= LATE_MS;

/**
 * The task has missed beats, and so has every other attempt of the phase: all others are done, or all workers sleep.
 * While anybody works, a worker without time to beat is left alone, since a second attempt would take from its time.
 */
export const holdsUp = (task: StoredTask, phase: readonly StoredTask[], nowMs: number): boolean =>
  task.state === 'RUNNING' &&
  task.attempts.some((attempt) => isLate(attempt, nowMs)) &&
  [task, ...phase].every(({ attempts }) =>
    attempts.every((attempt) => attempt.endedAtMs !== undefined || isLate(attempt, nowMs)),
  );

const LOOK_MS_A_TASK = 10;

/**
 * Whether a look that comes every `everyMs` reads the whole phase: when the attempt is late, and otherwise so often that
 * it reads at most 100 tasks a second: a phase can have 15,000 tasks and a thousand watchers.
 */
export function looksAround(task: StoredTask, planned: number, everyMs: number, nowMs: number): boolean {
  if (task.attempts.some((attempt) => isLate(attempt, nowMs))) return true;
  const ageMs = nowMs - Math.min(...task.attempts.map(({ startedAtMs }) => startedAtMs));
  const intervalMs = planned * LOOK_MS_A_TASK;
  return Math.floor(ageMs / intervalMs) > Math.floor((ageMs - everyMs) / intervalMs);
}

/**
 * The next step of a call for a task. `alone`: the previous call is known to be dead. Only a task that straggles or holds
 * up its phase gets a second attempt beside a living one, and no task gets a third.
 */
export function turnOf(
  task: StoredTask | undefined,
  { run, alone, straggles }: { readonly run: number; readonly alone: boolean; readonly straggles: () => boolean },
  nowMs: number,
): 'begin' | 'wait' | 'done' | 'failed' | 'give up' {
  if (!task) return 'begin';
  if (task.state === 'DONE') return 'done';
  if (task.state === 'FAILED' && task.run === run) return 'failed';
  const living = task.attempts.filter((attempt) => isAlive(attempt, nowMs)).length;
  const isTurn = alone || living === 0 || (living === 1 && straggles());
  if (!isTurn) return 'wait';
  return task.attempts.filter((attempt) => attempt.run === run).length < MOST_ATTEMPTS ? 'begin' : 'give up';
}

const cut = (text: string): string => text.slice(0, 300);
export const reasonOf = (error: unknown): string => cut(error instanceof Error ? error.message : String(error));

/** Step Functions' report on a function that died: the error message, extracted from the JSON around it. */
export function causeOf({
  Error: name = '',
  Cause = '',
}: {
  readonly Error?: string;
  readonly Cause?: string;
}): string {
  try {
    const { errorMessage } = JSON.parse(Cause) as { errorMessage?: string };
    return cut(errorMessage ?? name);
  } catch {
    return cut(Cause || name);
  }
}

const bytesDone = ({ state, bytes, attempts }: StoredTask): number =>
  state === 'DONE' ? bytes : Math.min(bytes, Math.max(0, ...attempts.map((attempt) => attempt.bytes)));

/** The tasks as their owner sees them, including those not yet started. */
export function presentTasks(job: StoredJob, tasks: readonly StoredTask[], nowMs: number): Task[] {
  return Object.entries(job.phases).flatMap(([name, planned]) => {
    const phase = name as PhaseName;
    const begun = new Map(tasks.filter((task) => task.phase === phase).map((task) => [task.index, task]));
    const siblings = [...begun.values()];
    return Array.from({ length: (planned as PlannedPhase).tasks }, (_, index) => {
      const task = begun.get(index);
      if (!task) return pending(phase, index);
      const { taskId, state, attempts, bytes, reason, output } = task;
      const open = state === 'FAILED' && task.run !== job.run;
      return {
        taskId,
        phase,
        state: open ? ('PENDING' as const) : state,
        bytes: { total: bytes, done: bytesDone(task) },
        records: output?.records ?? 0,
        ...(reason !== undefined && !open && { reason }),
        straggling: isStraggling(task, siblings, planned?.tasks ?? 0, nowMs),
        attempts: attempts.map((attempt, i) => presentAttempt(attempt, i + 1, nowMs)),
      };
    });
  });
}

const pending = (phase: PhaseName, index: number): Task => ({
  taskId: taskIdOf(phase, index),
  phase,
  state: 'PENDING',
  bytes: { total: 0, done: 0 },
  records: 0,
  straggling: false,
  attempts: [],
});

function presentAttempt(attempt: Attempt, number: number, nowMs: number): Task['attempts'][number] {
  const { startedAtMs, beatAtMs, endedAtMs, outcome, reason } = attempt;
  const isLost = endedAtMs === undefined && !isAlive(attempt, nowMs);
  return {
    number,
    startedAt: isoTime(startedAtMs),
    endedAt: endedAtMs === undefined ? null : isoTime(endedAtMs),
    outcome: isLost ? 'LOST' : (outcome ?? null),
    ...(reason !== undefined && { reason }),
    ...(isLost && { reason: `It has shown no sign of life since ${isoTime(beatAtMs)}` }),
  };
}

/** Progress of each planned phase. */
export function progressOf(job: StoredJob, tasks: readonly StoredTask[], nowMs: number) {
  return (Object.keys(job.phases) as PhaseName[]).map((phase) => {
    const planned = job.phases[phase] as PlannedPhase;
    const all = tasks.filter((task) => task.phase === phase);
    const count = (state: StoredTask['state']) => all.filter((task) => task.state === state).length;
    const done = all.reduce((sum, task) => sum + bytesDone(task), 0);
    const isDone = count('DONE') === planned.tasks;
    const elapsedMs = nowMs - planned.startedAtMs;
    const etaMs = done > 0 ? (elapsedMs * Math.max(0, planned.bytes - done)) / done : undefined;
    return {
      phase,
      tasks: {
        total: planned.tasks,
        running: count('RUNNING'),
        done: count('DONE'),
        failed: all.filter((task) => task.state === 'FAILED' && task.run === job.run).length,
      },
      attempts: all.reduce((sum, { attempts }) => sum + attempts.length, 0),
      bytes: { total: planned.bytes, done: isDone ? planned.bytes : done },
      records: all.reduce((sum, { output }) => sum + (output?.records ?? 0), 0),
      etaSeconds: isDone ? 0 : etaMs === undefined ? null : Math.ceil(etaMs / 1000),
    };
  });
}
