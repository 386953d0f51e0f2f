// Lost, late, refused and missing answers at every AWS call: clients still get their answer, and nothing is lost or doubled.
// @takes 90 s
import { beforeAll, expect, test } from '@jest/globals';
import { invoke } from '../local/kit/aws.ts';
import { eventually, newLink, newPerson, type Person, unique } from '../local/kit/client.ts';
import {
  type Armed,
  arm,
  armUntilHit,
  callsOf,
  disarm,
  expectAllFired,
  pause,
  pointsOf,
  roomInMinute,
} from './kit/arm.ts';
import type { Fault, Kind } from './kit/hook.ts';
import { seeded } from './kit/seeded.ts';
import { batchOf, expectOneLinkEach, settledTotal, totalOf, tryOnce, Wish } from './links.ts';

const KINDS: readonly Kind[] = ['lost', 'slow', 'throttle', 'error', 'reset'];
/** Our SDK clients try every call three times. */
const TRIES = 3;
const restart: Fault = { call: 1, kind: 'kill-before' };

let person: Person;
beforeAll(async () => {
  person = await newPerson();
});

/** Injects each fault once, which a retry overcomes, and throttles and lost answers also at every attempt of the call. */
const schedulesOf = (name: string, points: readonly Fault[]): Fault[][] =>
  seeded(`answers of ${name}`).shuffled([
    ...points.map((fault) => [fault]),
    ...points
      .filter(({ kind }) => kind === 'throttle' || kind === 'lost')
      .map((fault) => [fault, ...Array.from({ length: TRIES - 1 }, () => ({ ...fault, call: 1 }))]),
  ]);

test('a link is made once, whatever becomes of the answers its maker waits for', async () => {
  const maker = await newPerson();
  const send = () => new Wish(person).send();
  await roomInMinute(40);
  const opener = new Wish(maker);
  await opener.send();
  await send();
  const warm = schedulesOf('links/http', pointsOf(await callsOf('links/http', send), KINDS));
  arm('links/http', restart);
  await send();
  // A cold instance first asks whether the token was revoked, and for the secret.
  const first = (await callsOf('links/http', send)).slice(0, 2);
  const cold = pointsOf(first, KINDS).map((fault) => [restart, fault]);
  const wishes = [opener];
  const cases: Armed[] = [];
  for (const faults of [...cold, ...warm]) {
    const prepare = async () => {
      const wish = new Wish(maker);
      wishes.push(wish);
      return async (armed: Armed) => {
        for (let tries = 0; tries < 2 && armed.fired().length < faults.length; tries += 1) await wish.send();
      };
    };
    cases.push(await armUntilHit('links/http', faults, prepare));
  }
  expectAllFired(cases);
  await expectOneLinkEach(maker, wishes);
}, 150_000);

test('a visitor is redirected at the second try at the latest, and each redirect is counted once', async () => {
  const visit = async () => tryOnce('GET', `/${(await newLink(person)).code}`);
  await visit();
  const points = pointsOf(await callsOf('links/redirect', visit), KINDS);
  const cases: { code: string; armed: Armed }[] = [];
  for (const faults of schedulesOf('links/redirect', points)) {
    const { code } = await newLink(person);
    const armed = arm('links/redirect', ...faults);
    const statuses = [(await tryOnce('GET', `/${code}`)).status];
    disarm();
    if (statuses[0] !== 302) statuses.push((await tryOnce('GET', `/${code}`)).status);
    expect(statuses.at(-1)).toBe(302);
    cases.push({ code, armed });
    // A waiting click is sent with the next one, which the instance does not try within a second of a failure.
    await pause(/PutRecord$/.test(faults[0]?.target ?? '') ? 1100 : 0);
  }
  await visit();
  expectAllFired(cases.map(({ armed }) => armed));
  const totals = [];
  for (const { code } of cases)
    totals.push(
      await eventually(
        () => totalOf(person, code),
        (total) => total >= 1,
      ),
    );
  expect(totals).toEqual(cases.map(() => 1));
}, 150_000);

test('a click that waits for the stream does not go down with a visit that fails', async () => {
  const target = 'Kinesis_20131202.PutRecord';
  await tryOnce('GET', `/${(await newLink(person)).code}`);
  const [waits, fails, after] = [await newLink(person), await newLink(person), await newLink(person)];
  const refused = arm('links/redirect', ...[2, 1, 1].map((call) => ({ call, kind: 'throttle' as const, target })));
  expect((await tryOnce('GET', `/${waits.code}`)).status).toBe(302);
  const lost = arm('links/redirect', ...[1, 1, 1].map((call) => ({ call, kind: 'lost' as const })));
  expect(await tryOnce('GET', `/${fails.code}`)).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
  disarm();
  expectAllFired([refused, lost]);
  await pause(1100);
  await tryOnce('GET', `/${after.code}`);
  for (const [code, total] of [
    [waits.code, 1],
    [fails.code, 0],
    [after.code, 1],
  ])
    expect(await settledTotal(person, code, total)).toBe(total);
}, 60_000);

test('clicks are counted once, whatever becomes of the answers their consumer waits for', async () => {
  const delivery = (code: string) => {
    const data = Buffer.from(JSON.stringify(batchOf(code, 5))).toString('base64');
    const kinesis = { sequenceNumber: '1', partitionKey: 'test', data };
    return { Records: [{ eventID: `shardId-${unique()}:1`, eventSource: 'aws:kinesis', kinesis }] };
  };
  const { code: first } = await newLink(person);
  const calls = await callsOf('links/count-clicks', () => invoke('links/count-clicks', delivery(first)));
  const cases: { code: string; armed: Armed }[] = [];
  for (const faults of schedulesOf('links/count-clicks', pointsOf(calls, KINDS))) {
    const { code } = await newLink(person);
    const event = delivery(code);
    const armed = arm('links/count-clicks', ...faults);
    const deliver = () =>
      invoke('links/count-clicks', event).then(
        () => true,
        () => false,
      );
    // The stream redelivers until the consumer succeeds, and possibly once more.
    if (!(await deliver())) expect(await deliver()).toBe(true);
    await deliver();
    cases.push({ code, armed });
  }
  disarm();
  expectAllFired(cases.map(({ armed }) => armed));
  const totals = await Promise.all(cases.map(({ code }) => totalOf(person, code)));
  expect(totals).toEqual(cases.map(() => 5));
  expect(await settledTotal(person, first, 5)).toBe(5);
}, 150_000);
