// The consumer of clicks is killed while many visitors come at once.
// @takes 45 s
import { expect, test } from '@jest/globals';
import { newLink, newPerson } from '../local/kit/client.ts';
import { type Armed, arm, disarm, expectAllFired } from './kit/arm.ts';
import type { Fault } from './kit/hook.ts';
import { seeded } from './kit/seeded.ts';
import { settledTotal, tryOnce } from './links.ts';

const REDIRECTS = 5_000;
const CLIENTS = 8;
/** Calls of the consumer for every batch: reading the position, reading the counters, and the transaction. */
const CALLS = 3;

test('5,000 redirects by 8 clients while the click consumer is killed twice are counted exactly', async () => {
  const person = await newPerson();
  const { code } = await newLink(person);
  const { below, pick, shuffled } = seeded('load');
  const killAt = [0.1, 0.6].map((part) => part * REDIRECTS + below(1_000));
  // One kill at the worst point, after everything is written but before the stream knows, and one anywhere.
  const kills: Fault[] = shuffled([
    { call: CALLS, kind: 'kill-after' },
    { call: 1 + below(CALLS), kind: pick(['kill-before', 'kill-after']) },
  ]);
  const armed: Armed[] = [];
  const statuses = new Map<number, number>();
  let sent = 0;
  const client = async () => {
    while (sent < REDIRECTS) {
      sent += 1;
      if (killAt.includes(sent)) armed.push(arm('links/count-clicks', kills[armed.length] as Fault));
      const { status } = await tryOnce('GET', `/${code}`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  expect([...statuses]).toEqual([[302, REDIRECTS]]);
  expect(await settledTotal(person, code, REDIRECTS, 60_000)).toBe(REDIRECTS);
  disarm();
  expect(armed).toHaveLength(kills.length);
  expectAllFired(armed);
}, 240_000);
