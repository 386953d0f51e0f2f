// The crash matrix: every function of links is killed before and after each of its AWS calls, warm and cold.
// @takes 75 s
import { beforeAll, expect, test } from '@jest/globals';
import { bindings } from '../../lambdas/links/contract.ts';
import { bound } from '../local/kit/aws.ts';
import { eventually, newLink, newPerson, type Person, unique } from '../local/kit/client.ts';
import { type Armed, arm, callsOf, crashEach, disarm, expectAllFired, pointsOf, roomInMinute } from './kit/arm.ts';
import type { Fault } from './kit/hook.ts';
import { seeded } from './kit/seeded.ts';
import { batchOf, expectOneLinkEach, parkedOf, putRecords, settledTotal, totalOf, tryOnce, Wish } from './links.ts';

let person: Person;
beforeAll(async () => {
  person = await newPerson();
});

const KILLS = ['kill-before', 'kill-after'] as const;
/** Ends the instance, so that the next fault of the plan hits a cold one. */
const restart: Fault = { call: 1, kind: 'kill-before' };

/** Fault points of a warm function, and of a cold one, which makes additional first calls. */
async function schedules(functionId: string, send: () => Promise<unknown>): Promise<Fault[][]> {
  await send();
  const warm = await callsOf(functionId, send);
  arm(functionId, restart);
  await send();
  const cold = await callsOf(functionId, send);
  const faults = [
    ...pointsOf(warm, KILLS).map((fault) => [fault]),
    ...pointsOf(cold, KILLS).map((fault) => [restart, fault]),
  ];
  return seeded(`crashes of ${functionId}`).shuffled(faults);
}

test('a link is made once, wherever the instance that makes it dies', async () => {
  const maker = await newPerson();
  await roomInMinute(20);
  const points = await schedules('links/http', () => new Wish(person).send());
  await expectOneLinkEach(maker, await crashEach('links/http', points, () => new Wish(maker)));
}, 120_000);

test('a visitor whose instance dies is redirected at the next try, and a click counts if the stream had it', async () => {
  const { code: warmUp } = await newLink(person);
  const points = await schedules('links/redirect', async () => tryOnce('GET', `/${(await newLink(person)).code}`));
  const cases: { code: string; armed: Armed }[] = [];
  for (const faults of points) {
    await tryOnce('GET', `/${warmUp}`);
    const { code } = await newLink(person);
    const armed = arm('links/redirect', ...faults);
    for (const _ of faults) expect((await tryOnce('GET', `/${code}`)).status).toBeGreaterThanOrEqual(500);
    disarm();
    expect((await tryOnce('GET', `/${code}`)).status).toBe(302);
    cases.push({ code, armed });
  }
  expectAllFired(cases.map(({ armed }) => armed));
  // Counts the answered visit, and one that crashed after its click was on the stream.
  const expected = cases.map(
    ({ armed }) =>
      1 + armed.fired().filter(({ kind, target }) => kind === 'kill-after' && /PutRecord$/.test(target)).length,
  );
  const totals = [];
  for (const [i, { code }] of cases.entries())
    totals.push(
      await eventually(
        () => totalOf(person, code),
        (total) => total >= (expected[i] ?? 0),
      ),
    );
  expect(totals).toEqual(expected);
}, 120_000);

test('clicks are counted once, wherever the consumer dies, and what cannot be read is parked', async () => {
  const stream = await bound('links/redirect', bindings.clicksStream);
  const { code: first } = await newLink(person);
  const poisons: string[] = [];
  const send = (code: string) => {
    const poison = `not a click ${unique()}`;
    poisons.push(poison);
    return putRecords(stream, [batchOf(code, 2), poison, batchOf(code, 3)]);
  };
  await send(first);
  expect(await settledTotal(person, first, 5)).toBe(5);
  const calls = await callsOf('links/count-clicks', async () => {
    await send(first);
    expect(await settledTotal(person, first, 10)).toBe(10);
  });
  const cases: { code: string; armed: Armed }[] = [];
  for (const fault of seeded('crashes of links/count-clicks').shuffled(pointsOf(calls, KILLS))) {
    const { code } = await newLink(person);
    const armed = arm('links/count-clicks', fault);
    await send(code);
    await eventually(
      async () => armed.fired().length,
      (fired) => fired === 1,
    );
    expect(await settledTotal(person, code, 5)).toBe(5);
    cases.push({ code, armed });
  }
  disarm();
  expectAllFired(cases.map(({ armed }) => armed));
  expect(await Promise.all(cases.map(({ code }) => totalOf(person, code)))).toEqual(cases.map(() => 5));
  // At least once: an instance that crashes after sending its message sends it again.
  const parked = await parkedOf(poisons);
  expect(new Set(parked.map(({ data }) => data)).size).toBe(poisons.length);
  expect(parked.length).toBeLessThanOrEqual(poisons.length + 1);
}, 180_000);
