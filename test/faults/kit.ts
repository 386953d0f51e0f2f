// Arms faults in the deployed functions' workers, and tells from their log which fired. Knows no service.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { unique } from '../local/client.ts';
import type { Fault, Fired, Kind, Plan } from './hook.ts';

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
  // Renamed into place: a worker never reads half a plan.
  writeFileSync(`${planFile}.new`, JSON.stringify(plan));
  renameSync(`${planFile}.new`, planFile);
}

export interface Armed {
  readonly faults: readonly Fault[];
  readonly fired: () => Fired[];
}

/** From now on the function's workers meet these faults, one after the other; arming again replaces them. */
export function arm(functionId: string, ...faults: Fault[]): Armed {
  const id = unique();
  lay({ id, functionId, record: false, faults });
  return { faults, fired: () => linesOf<Fired>('faults.log', id) };
}

export const disarm = (): void => rmSync(planFile, { force: true });

/** The AWS calls the function makes during the work, in order. */
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

/** A fault that did not fire, or fired at another call than the recorded run had there, proves nothing. */
export function expectAllFired(cases: readonly Armed[]): void {
  const seen = cases.map(({ fired }) => fired().map(({ call, kind, target }) => ({ call, kind, target })));
  expect(seen).toEqual(cases.map(({ faults }) => faults.map((fault) => ({ target: expect.any(String), ...fault }))));
}

/** The first request of a minute makes a limiter's call more: call numbers hold within a minute only. */
export async function roomInMinute(seconds: number): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < seconds * 1000) await pause(left + 100);
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
