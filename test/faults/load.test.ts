// Many visitors at once, while the consumer of their clicks is killed.
import { expect, test } from '@jest/globals';
import { newLink, newPerson } from '../local/client.ts';
import { type Armed, arm, disarm, expectAllFired } from './kit.ts';
import { settledTotal, tryOnce } from './links.ts';
import { seeded } from './seeded.ts';

const REDIRECTS = 5_000;
const CLIENTS = 8;
const KILLS = 2;
/** Reading the position, reading the counters, and the transaction: what the consumer calls for every batch. */
const CALLS = 3;

test('5,000 redirects by 8 clients while the click consumer is killed twice are counted exactly', async () => {
  const person = await newPerson();
  const { code } = await newLink(person);
  const { below, pick } = seeded('load');
  const killAt = Array.from({ length: KILLS }, (_, i) => Math.floor(((i + 0.2) * REDIRECTS) / KILLS) + below(1_000));
  const armed: Armed[] = [];
  const statuses = new Map<number, number>();
  let sent = 0;
  const client = async () => {
    while (sent < REDIRECTS) {
      sent += 1;
      if (killAt.includes(sent))
        armed.push(arm('links/count-clicks', { call: 1 + below(CALLS), kind: pick(['kill-before', 'kill-after']) }));
      const { status } = await tryOnce('GET', `/${code}`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${REDIRECTS} redirects in ${seconds.toFixed(1)} s`);
  expect([...statuses]).toEqual([[302, REDIRECTS]]);
  expect(await settledTotal(person, code, REDIRECTS, 60_000)).toBe(REDIRECTS);
  disarm();
  expect(armed).toHaveLength(KILLS);
  expectAllFired(armed);
}, 240_000);
