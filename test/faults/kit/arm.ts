// Arms faults in the deployed functions' workers, and reads from their log which fired. Knows no service.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { unique } from '../../local/kit/client.ts';
import type { Fault, Fired, Kind, Plan } from './hook.ts';
import { seeded } from './seeded.ts';

const folder = process.env.FAULTS_FOLDER ?? '';
const planFile = join(folder, 'plan.json');

const linesOf = <Line extends { plan: string }>(name: string, plan: string): Line[] => {
  let text = '';
  try {
    text = readFileSync(join(folder, name), 'utf8');
  } catch {
    return [];
  }
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Line).filter((line) => line.plan === plan);
};

function lay(plan: Plan): void {
  // Renamed into place, so that a worker never reads half a plan.
  writeFileSync(`${planFile}.new`, JSON.stringify(plan));
  renameSync(`${planFile}.new`, planFile);
}

export interface Armed {
  readonly faults: readonly Fault[];
  readonly fired: () => Fired[];
}

/** Arms these faults, one after the other, in the function's workers; arming again replaces them. */
export function arm(functionId: string, ...faults: Fault[]): Armed {
  const id = unique();
  lay({ id, functionId, record: false, faults });
  return { faults, fired: () => linesOf<Fired>('faults.log', id) };
}

export const disarm = (): void => rmSync(planFile, { force: true });

/** Records the AWS calls the function makes during the work, in order. */
export async function callsOf(functionId: string, work: () => Promise<unknown>): Promise<string[]> {
  const id = unique();
  lay({ id, functionId, record: true, faults: [] });
  await work();
  disarm();
  return linesOf<{ plan: string; target: string }>('calls.log', id).map(({ target }) => target);
}

/** Every call of a recorded run with every kind of fault. */
export const pointsOf = (calls: readonly string[], kinds: readonly Kind[]): Fault[] =>
  calls.flatMap((target, index) => kinds.map((kind) => ({ call: index + 1, kind, target })));

/** Checks that each fault fired at the recorded call; otherwise a test proves nothing. */
export function expectAllFired(cases: readonly Armed[]): void {
  const seen = cases.map(({ fired }) => fired().map(({ call, kind, target }) => ({ call, kind, target })));
  expect(seen).toEqual(cases.map(({ faults }) => faults.map((fault) => ({ target: expect.any(String), ...fault }))));
}

const hits = ({ faults, fired }: Armed): boolean => {
  const seen = fired();
  return (
    seen.length === faults.length &&
    faults.every(({ call, target }, i) => seen[i]?.call === call && (target ?? seen[i]?.target) === seen[i]?.target)
  );
};

/**
 * Prepares some work and does it with armed faults, and again if they hit other calls than the recorded ones: an instance asks every ten
 * seconds whether a user's tokens were revoked, and a busy machine may refuse a request before it reaches the function.
 */
export async function armUntilHit(
  functionId: string,
  faults: readonly Fault[],
  prepare: () => Promise<(armed: Armed) => Promise<unknown>>,
): Promise<Armed> {
  for (let tries = 1; ; tries += 1) {
    const work = await prepare();
    const armed = arm(functionId, ...faults);
    await work(armed);
    disarm();
    if (hits(armed) || tries === 5) return armed;
  }
}

/**
 * Sends a new wish into each schedule of crashes, once for each of them, and checks that its sender is told of all.
 * Before each, another wish of the same user warms the function up: an instance remembers for ten seconds whose tokens
 * it has asked for, and an account's first write of a minute makes one more call. Returns all wishes.
 */
export async function crashEach<Wish extends { send(): Promise<{ readonly status: number }> }>(
  functionId: string,
  schedules: readonly (readonly Fault[])[],
  newWish: () => Wish,
): Promise<Wish[]> {
  const [wishes, cases]: [Wish[], Armed[]] = [[], []];
  const wished = () => {
    const wish = newWish();
    wishes.push(wish);
    return wish;
  };
  for (const faults of schedules) {
    let statuses: number[] = [];
    const prepare = async () => {
      await wished().send();
      const wish = wished();
      statuses = [];
      return async () => {
        for (const _ of faults) statuses.push((await wish.send()).status);
      };
    };
    cases.push(await armUntilHit(functionId, faults, prepare));
    expect(statuses.filter((status) => status < 500)).toEqual([]);
  }
  expectAllFired(cases);
  return wishes;
}

/** Waits for a new minute if too little is left: its first request makes an extra limiter call, which shifts call numbers. */
export async function roomInMinute(seconds: number): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < seconds * 1000) await pause(left + 100);
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Masks ids and hashes, which differ from run to run. */
const targetOf = ({ target = '' }: Fault): string =>
  target.replaceAll('%2F', '/').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|[0-9A-Za-z]{20}/g, ':id');
/**
 * A cold function makes other calls than a warm one, and so does one whose cache expires. When
 * the fault hits another call than the recorded one, the next attempt counts one less or more.
 */
const OFFSETS = [0, 0, -1, 1, 0, -1, 1];

/**
 * Injects each of the kinds at each AWS call of a recorded run of the work, one run for each;
 * fails unless every point is hit. Returns the number of points.
 */
export async function meetEach(
  functionId: string,
  kinds: readonly Kind[],
  work: () => Promise<unknown>,
): Promise<number> {
  await work();
  const calls = await callsOf(functionId, work);
  expect(calls.length).toBeGreaterThan(0);
  const points = seeded(`crashes of ${functionId}`).shuffled(pointsOf(calls, kinds));
  const missed: Fault[] = [];
  for (const point of points) {
    let met = false;
    for (const offset of OFFSETS) {
      if (met || point.call + offset < 1) continue;
      const armed = arm(functionId, { ...point, call: point.call + offset });
      await work();
      met = armed.fired().some((fired) => targetOf(fired) === targetOf(point));
    }
    if (!met) missed.push(point);
  }
  disarm();
  expect(missed).toEqual([]);
  return points.length;
}
