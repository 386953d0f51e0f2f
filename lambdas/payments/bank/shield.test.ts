import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Unreachable } from '../ports.ts';
import { CLOSED, pauseMs, present, type SharedBreaker, THRESHOLD } from './breaker.ts';
import { type BreakerStore, type Shield, shieldOver } from './shield.ts';

let nowMs = 0;
let shared: SharedBreaker;
const store: BreakerStore = {
  read: async () => shared,
  write: async (next) => {
    if (next.version !== shared.version + 1) return false;
    shared = next;
    return true;
  },
};
const clock = { nowMs: () => nowMs };
const instance = (over: BreakerStore = store): Shield => shieldOver(over, clock);
const away = async (): Promise<never> => {
  throw new Unreachable('away');
};
const fine = async () => 'fine';
const outcome = (run: Promise<string>) => run.catch((error: Error) => error.constructor.name);

beforeEach(() => {
  nowMs = 1_700_000_000_000;
  shared = CLOSED;
  jest.spyOn(Date, 'now').mockImplementation(() => nowMs);
  // Makes full jitter zero, so there are no waits.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => void jest.restoreAllMocks());

describe('an operation', () => {
  test('is tried four times, and told how often before', async () => {
    const tries: number[] = [];
    const flaky = async (before: number) => {
      tries.push(before);
      if (before < 3) throw new Unreachable('not yet');
      return 'fine';
    };
    expect(await instance().run(flaky)).toBe('fine');
    expect(tries).toEqual([0, 1, 2, 3]);
    expect(shared).toBe(CLOSED);
    expect(await outcome(instance().run(away))).toBe('Unreachable');
    expect(shared.circuit.breakerState).toBe(1);
  });

  test('that fails for a reason of ours is tried once, and says nothing about the bank', async () => {
    let tries = 0;
    const wrong = async (): Promise<string> => {
      tries += 1;
      throw new TypeError('a bug');
    };
    expect(await outcome(instance().run(wrong))).toBe('TypeError');
    expect([tries, shared]).toEqual([1, CLOSED]);
  });

  test('ends after nine seconds, tried or not', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'performance'] });
    const hanging = outcome(instance().run(() => new Promise<string>(() => {})));
    await jest.advanceTimersByTimeAsync(9001);
    expect(await hanging).toBe('Unreachable');
    jest.useRealTimers();
  });

  test('that succeeded stands, whether or not the breaker can be told', async () => {
    shared = { ...CLOSED, circuit: { ...CLOSED.circuit, breakerState: 2 } };
    const broken = { ...store, write: () => Promise.reject(new Error('throttled')) };
    expect(await instance(broken).run(fine)).toBe('fine');
  });
});

describe('the breaker of all instances', () => {
  const openIt = async () => {
    for (let i = 0; i < THRESHOLD; i += 1) await outcome(instance().run(away));
  };

  test('opens when each failed at another one, and one that never failed knows', async () => {
    const bystander = instance();
    expect(await bystander.available()).toBe(true);
    await openIt();
    expect(present(shared, nowMs)).toMatchObject({ state: 'open', failures: THRESHOLD });
    expect(await bystander.available()).toBe(false);
    let called = false;
    const notice = async () => {
      called = true;
      return 'fine';
    };
    expect(await outcome(bystander.run(notice))).toBe('Unreachable');
    expect(called).toBe(false);
  });

  test('counts failures that end at the same moment, none of them lost', async () => {
    await Promise.all(Array.from({ length: THRESHOLD }, () => outcome(instance().run(away))));
    expect(present(shared, nowMs).state).toBe('open');
  });

  test('forgets failures as soon as one operation succeeds', async () => {
    for (let i = 0; i < THRESHOLD - 1; i += 1) await outcome(instance().run(away));
    await instance().run(fine);
    await outcome(instance().run(away));
    expect(present(shared, nowMs)).toMatchObject({ state: 'closed', failures: 1 });
  });

  test('lets one of many through when its time has come, and closes by it', async () => {
    await openIt();
    nowMs += pauseMs(1);
    let through = 0;
    const count = async () => {
      through += 1;
      return 'fine';
    };
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => outcome(instance().run(count))));
    expect([through, outcomes.filter((each) => each === 'fine').length]).toEqual([1, 1]);
    expect(shared.circuit.breakerState).toBe(0);
    expect(await instance().run(count)).toBe('fine');
  });

  test('opens for longer when the probe fails, and takes another when a probe dies', async () => {
    await openIt();
    nowMs += pauseMs(1);
    await outcome(instance().run(away));
    expect(present(shared, nowMs).nextProbeAt).toBe(new Date(nowMs + pauseMs(2)).toISOString());
    nowMs += pauseMs(2);
    const { promise: verdict, reject: giveUp } = Promise.withResolvers<string>();
    const dead = outcome(instance().run(() => verdict));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await instance().available()).toBe(false);
    nowMs += 12_000;
    expect(await instance().run(fine)).toBe('fine');
    // A late result no longer counts.
    giveUp(new Unreachable('after all'));
    expect(await dead).toBe('Unreachable');
    expect(present(shared, nowMs)).toMatchObject({ state: 'closed', failures: 0 });
  });
});
