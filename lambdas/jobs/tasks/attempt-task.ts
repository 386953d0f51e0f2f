// One attempt of a task: it starts when it is its turn, sends heartbeats, works under its own id, and counts through
// one commit.
import { pause, systemClock } from '../../shared/base/clock.ts';
import { newId } from '../../shared/base/ids.ts';
import { log } from '../../shared/base/log.ts';
import { blobs, keysUnder, removeKeys } from '../blob-store.ts';
import type { Blobs } from '../core/blobs.ts';
import { Unreadable } from '../core/inputs/unreadable.ts';
import { keysOf, type StoredJob } from '../job.ts';
import type { PhaseName } from '../schemas.ts';
import {
  type Attempt,
  BEAT_MS,
  holdsUp,
  isStraggling,
  looksAround,
  type Output,
  type Run,
  reasonOf,
  type StoredTask,
  turnOf,
} from './task.ts';
import { beat, beginAttempt, commitAttempt, endAttempt, failTask, findTask, tasksOf } from './task-store.ts';

/**
 * DONE: by this attempt or another. BUSY: another attempt is working on it, ask again. STOPPED: the job has ended or is
 * in another run.
 */
export type Outcome = 'DONE' | 'BUSY' | 'FAILED' | 'STOPPED';

export interface Call extends Run {
  readonly phase: PhaseName;
  readonly index: number;
  /** Bytes to read, for the progress. */
  readonly bytes: number;
  /** The previous call died. */
  readonly alone: boolean;
}

/** Tools of an attempt: blobs that stop the work once it cannot count any more, and keys of the attempt. */
export interface Bench {
  readonly blobs: Blobs;
  readonly workKey: string;
  readonly partKey: string;
  /** Adds to the number of bytes read. */
  progress(bytes: number): void;
}

/** A record that the policy does not skip, or a whole input: another attempt would fail at the same byte. */
const isPoison = (error: unknown): boolean => error instanceof Unreadable;

/** One watch sees a silent attempt become late. */
const WAIT_MS = 5500;
const LOOK_EVERY_MS = 1000;

/** Does the task, unless it is done, given up, or another attempt is working on it. Throws what `work` throws. */
export async function attempt(call: Call, job: StoredJob, work: (bench: Bench) => Promise<Output>): Promise<Outcome> {
  const untilMs = systemClock.nowMs() + WAIT_MS;
  for (let { alone } = call; systemClock.nowMs() < untilMs; ) {
    const task = await findTask(call);
    const planned = job.phases[call.phase]?.tasks ?? 0;
    const around = task?.state === 'RUNNING' && looksAround(task, planned, LOOK_EVERY_MS, systemClock.nowMs());
    const siblings = around ? await tasksOf(job, call.phase) : [];
    const nowMs = systemClock.nowMs();
    const straggles = () => around && (isStraggling(task, siblings, planned, nowMs) || holdsUp(task, siblings, nowMs));
    const turn = turnOf(task, { run: call.run, alone, straggles }, nowMs);
    if (turn === 'done') return 'DONE';
    if (turn === 'failed') return 'FAILED';
    if (turn === 'give up') return giveUp(call, 'No attempt finished');
    if (turn === 'wait') {
      await pause(LOOK_EVERY_MS);
      continue;
    }
    const begun = await begin(call, task);
    if (begun === 'stopped') return 'STOPPED';
    if (begun !== 'refused') return workOn(call, begun, work);
    alone = false;
  }
  return 'BUSY';
}

interface Begun {
  readonly id: string;
  readonly index: number;
}

async function begin(call: Call, task: StoredTask | undefined): Promise<Begun | 'refused' | 'stopped'> {
  const index = task?.attempts.length ?? 0;
  const nowMs = systemClock.nowMs();
  const one: Attempt = { id: newId(), run: call.run, startedAtMs: nowMs, beatAtMs: nowMs, bytes: 0 };
  const begun = await beginAttempt(call, call, index, one);
  if (begun === 'stopped') return 'stopped';
  // A refusal may be caused by our own write, if its response was lost.
  const isMine = begun === 'written' || (await findTask(call))?.attempts[index]?.id === one.id;
  return isMine ? { id: one.id, index } : 'refused';
}

/** Ends an attempt that can no longer count. */
class Useless extends Error {
  readonly outcome: 'LATE' | 'STOPPED';
  constructor(outcome: 'LATE' | 'STOPPED') {
    super(outcome);
    this.outcome = outcome;
  }
}

async function workOn(call: Call, { id, index }: Begun, work: (bench: Bench) => Promise<Output>): Promise<Outcome> {
  const keys = keysOf(call.jobId);
  const pulse = new Pulse(call, index);
  const bench: Bench = {
    blobs: pulse.watch(blobs),
    workKey: keys.attempt(call.taskId, id),
    partKey: keys.part(call.taskId, id),
    progress: (bytes) => pulse.note(bytes),
  };
  const undo = async (error: unknown) => {
    await removeKeys([...(await keysUnder(bench.workKey)), bench.partKey]);
    return await endBadly(call, index, error);
  };
  let output: Output;
  try {
    output = await work(bench);
  } catch (error) {
    return await undo(error);
  } finally {
    pulse.stop();
  }
  // From here on, its output may count. A commit without a response throws; the next call then checks whether it
  // succeeded.
  const outcome = await commit(call, index, output);
  return outcome === 'DONE' ? 'DONE' : await undo(new Useless(outcome));
}

async function commit(call: Call, index: number, output: Output): Promise<'DONE' | 'LATE' | 'STOPPED'> {
  const written = await commitAttempt(call, index, output, systemClock.nowMs());
  if (written === 'written') return 'DONE';
  if (written === 'stopped') return 'STOPPED';
  const now = await findTask(call);
  return now?.attempts[index]?.outcome === 'DONE' ? 'DONE' : 'LATE';
}

async function endBadly(call: Call, index: number, error: unknown): Promise<Outcome> {
  const nowMs = systemClock.nowMs();
  if (error instanceof Useless) {
    await endAttempt(call, index, error.outcome, nowMs);
    return error.outcome === 'LATE' ? 'DONE' : 'STOPPED';
  }
  const reason = reasonOf(error);
  await endAttempt(call, index, 'FAILED', nowMs, reason);
  if (!isPoison(error)) throw error;
  log('warn', 'task poisoned', { jobId: call.jobId, taskId: call.taskId });
  return giveUp(call, reason);
}

const giveUp = async (call: Call, reason: string): Promise<Outcome> =>
  (await failTask(call, call, reason)) === 'stopped' ? 'STOPPED' : 'FAILED';

/**
 * Heartbeat every two seconds: reports that the attempt is alive and its progress, and learns whether it still counts.
 */
class Pulse {
  readonly #timer: NodeJS.Timeout;
  #bytes = 0;
  #useless: Useless | undefined;

  constructor(call: Call, index: number) {
    const say = async () => {
      const written = await beat(call, index, this.#bytes, systemClock.nowMs());
      if (written !== 'written') this.#useless = new Useless(written === 'stopped' ? 'STOPPED' : 'LATE');
    };
    // A lost beat is tolerable: an attempt counts as dead only after five.
    this.#timer = setInterval(() => void say().catch(() => {}), BEAT_MS);
  }

  note(bytes: number): void {
    this.#bytes += bytes;
    if (this.#useless) throw this.#useless;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Wraps the blobs so that they stop the work at the next chunk once it is useless. */
  watch(inner: Blobs): Blobs {
    const check = () => {
      if (this.#useless) throw this.#useless;
    };
    async function* checked(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
      for await (const chunk of chunks) {
        check();
        yield chunk;
      }
    }
    return {
      size: (key) => inner.size(key),
      read: (key, from, to, etag) => checked(inner.read(key, from, to, etag)),
      write: (key, body) => inner.write(key, body instanceof Uint8Array ? body : checked(body)),
    };
  }
}
