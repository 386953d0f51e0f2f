import { describe, expect, test } from '@jest/globals';
import { newJob } from '../job.ts';
import {
  type Attempt,
  causeOf,
  holdsUp,
  isStraggling,
  looksAround,
  presentTasks,
  progressOf,
  type StoredTask,
  taskIdOf,
  turnOf,
} from './task.ts';

const NOW = 1_000_000;
const attempt = (change: Partial<Attempt> = {}): Attempt => ({
  id: 'a',
  run: 1,
  startedAtMs: NOW - 4000,
  beatAtMs: NOW - 1000,
  bytes: 40,
  ...change,
});
const taskOf = (change: Partial<StoredTask> = {}): StoredTask => ({
  taskId: taskIdOf('map', change.index ?? 0),
  phase: 'map',
  index: 0,
  state: 'RUNNING',
  run: 1,
  bytes: 100,
  attempts: [attempt()],
  ...change,
});
const doneIn = (ms: number, index: number): StoredTask =>
  taskOf({
    index,
    state: 'DONE',
    attempts: [attempt({ startedAtMs: 0, endedAtMs: ms, outcome: 'DONE' })],
    output: { key: 'k', bytes: 10, records: 7 },
  });

describe('whose turn it is', () => {
  const turn = (task: StoredTask | undefined, { run = 1, alone = false, straggles = false } = {}) =>
    turnOf(task, { run, alone, straggles: () => straggles }, NOW);

  test('a task that has not started is started, one that is done is left alone', () => {
    expect(turn(undefined)).toBe('begin');
    expect(turn(doneIn(5, 0), { alone: true })).toBe('done');
  });

  test('one that somebody is at is waited for, until they miss five beats, are known to be dead, or straggle', () => {
    expect(turn(taskOf())).toBe('wait');
    expect(turn(taskOf({ attempts: [attempt({ beatAtMs: NOW - 10_000 })] }))).toBe('begin');
    expect(turn(taskOf(), { alone: true })).toBe('begin');
    expect(turn(taskOf(), { straggles: true })).toBe('begin');
  });

  test('beside a straggler there is one other attempt, not two', () => {
    expect(turn(taskOf({ attempts: [attempt(), attempt()] }), { straggles: true })).toBe('wait');
  });

  test('one of which eight attempts were cut off is given up, until the next run', () => {
    const dead = Array.from({ length: 8 }, () => attempt({ beatAtMs: 0 }));
    expect(turn(taskOf({ attempts: dead.slice(1) }))).toBe('begin');
    expect(turn(taskOf({ attempts: dead }))).toBe('give up');
    expect(turn(taskOf({ attempts: dead }), { run: 2 })).toBe('begin');
  });

  test('one that was given up stays so in its run, and is open in the next', () => {
    expect(turn(taskOf({ state: 'FAILED' }))).toBe('failed');
    expect(turn(taskOf({ state: 'FAILED', attempts: [attempt({ endedAtMs: 1 })] }), { run: 2 })).toBe('begin');
  });
});

describe('a straggler', () => {
  const slow = taskOf({ index: 9, attempts: [attempt({ startedAtMs: NOW - 9001 })] });
  const others = [doneIn(3000, 0), doneIn(3000, 1), slow];

  test('takes three times the median of the others, of whom most are done', () => {
    expect(isStraggling(slow, others, 4, NOW)).toBe(true);
    expect(isStraggling(slow, others, 5, NOW)).toBe(false);
    expect(isStraggling(slow, [doneIn(3001, 0), doneIn(3001, 1), slow], 4, NOW)).toBe(false);
  });

  test('is none under five seconds, and none that is dead', () => {
    const quick = taskOf({ index: 9, attempts: [attempt({ startedAtMs: NOW - 4999 })] });
    expect(isStraggling(quick, [doneIn(1, 0), quick], 2, NOW)).toBe(false);
    const dead = taskOf({ index: 9, attempts: [attempt({ startedAtMs: 0, beatAtMs: 0 })] });
    expect(isStraggling(dead, [doneIn(1, 0), dead], 2, NOW)).toBe(false);
  });
});

describe('a task holds up its phase', () => {
  const begun = (index: number, beatAgoMs: number) =>
    taskOf({ index, attempts: [attempt({ beatAtMs: NOW - beatAgoMs })] });
  const silent = begun(9, 5000);

  test('when it has missed two beats and all others are done, or their workers sleep as well', () => {
    expect(holdsUp(silent, [doneIn(1, 0), silent], NOW)).toBe(true);
    expect(holdsUp(silent, [silent, begun(1, 6000)], NOW)).toBe(true);
    expect(holdsUp(silent, [silent], NOW)).toBe(true);
    const alsoDead = taskOf({ index: 9, attempts: [attempt({ beatAtMs: 0 }), attempt({ beatAtMs: NOW - 5000 })] });
    expect(holdsUp(alsoDead, [alsoDead], NOW)).toBe(true);
  });

  test('not while it beats, anybody else works, or another attempt at it does', () => {
    expect(holdsUp(begun(9, 4999), [doneIn(1, 0)], NOW)).toBe(false);
    expect(holdsUp(silent, [doneIn(1, 0), silent, begun(1, 0)], NOW)).toBe(false);
    const doubled = taskOf({ index: 9, attempts: [attempt({ beatAtMs: NOW - 5000 }), attempt({ beatAtMs: NOW })] });
    expect(holdsUp(doubled, [doubled], NOW)).toBe(false);
    expect(holdsUp(doneIn(1, 0), [doneIn(1, 0)], NOW)).toBe(false);
  });
});

test('a watcher reads all of a small phase at every look, of a large one seldom, and of any when it is late', () => {
  const looks = (planned: number, beatAgoMs: number) =>
    Array.from({ length: 300 }, (_, second) => NOW + second * 1000).filter((now) =>
      looksAround(taskOf({ attempts: [attempt({ startedAtMs: NOW, beatAtMs: now - beatAgoMs })] }), planned, 1000, now),
    ).length;
  expect([looks(64, 0), looks(200, 0), looks(15_000, 0), looks(15_000, 5000)]).toEqual([300, 150, 2, 300]);
});

describe('as its owner sees it', () => {
  const call = { nowMs: NOW - 10_000, operationId: 'o', correlationId: 'c' };
  const job = {
    ...newJob('u', { kind: 'word-count', input: { sample: 'words' } }, call),
    run: 2,
    phases: { map: { tasks: 4, bytes: 400, startedAtMs: NOW - 10_000 } },
  };
  const tasks = [
    doneIn(5, 0),
    taskOf({ index: 1 }),
    taskOf({ index: 2, state: 'FAILED', run: 2, reason: 'why', attempts: [attempt({ bytes: 0 })] }),
  ];

  test('a phase counts its tasks, attempts, bytes and records, and goes on at its speed so far', () => {
    expect(progressOf(job, tasks, NOW)).toEqual([
      {
        phase: 'map',
        tasks: { total: 4, running: 1, done: 1, failed: 1 },
        attempts: 3,
        bytes: { total: 400, done: 140 },
        records: 7,
        // 140 bytes in 10 s, 260 to go.
        etaSeconds: 19,
      },
    ]);
    expect(progressOf(job, [], NOW)[0]?.etaSeconds).toBeNull();
  });

  test('tasks that nobody began are there, and those of an earlier run that failed are open again', () => {
    const shown = presentTasks(job, tasks, NOW);
    expect(shown.map(({ taskId, state }) => [taskId, state])).toEqual([
      ['map-00000', 'DONE'],
      ['map-00001', 'RUNNING'],
      ['map-00002', 'FAILED'],
      ['map-00003', 'PENDING'],
    ]);
    expect(shown[2]?.reason).toBe('why');
    expect(shown[1]?.attempts[0]?.outcome).toBeNull();
    const later = presentTasks(job, tasks, NOW + 10_000)[1]?.attempts[0];
    expect(later).toMatchObject({ outcome: 'LOST', endedAt: null, reason: expect.stringContaining('no sign of life') });
    const next = presentTasks({ ...job, run: 3 }, tasks, NOW)[2];
    expect([next?.state, next?.reason]).toEqual(['PENDING', undefined]);
  });
});

test('the error of a crashed function is reported without the JSON around it', () => {
  expect(causeOf({ Error: 'Runtime.HandlerError', Cause: '{"errorMessage":"out of memory"}' })).toBe('out of memory');
  expect(causeOf({ Error: 'States.Timeout', Cause: 'too long' })).toBe('too long');
  expect(causeOf({ Error: 'States.Timeout' })).toBe('States.Timeout');
});
