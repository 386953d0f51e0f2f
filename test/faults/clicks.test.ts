// An instance of the redirect that serves one visitor and ends: its click is counted, or nobody ever learns of it.
// @takes 15 s
import { afterAll, expect, test } from '@jest/globals';
import { configure } from '../local/kit/aws.ts';
import { newLink, newPerson, unique } from '../local/kit/client.ts';
import { arm, disarm } from './kit/arm.ts';
import type { Fault } from './kit/hook.ts';
import { settledTotal, tryOnce } from './links.ts';

afterAll(disarm);

/** A function whose configuration changes gets new instances, and the old ones end. */
const endInstances = () => configure('links/redirect', { TEST_RUN: unique() });

test('the only click of a cold instance counts, though its connection to the stream takes 400 ms', async () => {
  const person = await newPerson();
  const { code } = await newLink(person);
  const undo = await endInstances();
  const late: Fault = { call: 1, kind: 'late', at: 'PutRecord' };
  const armed = arm('links/redirect', late, late, late);
  expect((await tryOnce('GET', `/${code}`)).status).toBe(302);
  disarm();
  await undo();
  expect(armed.fired().map(({ kind }) => kind)).toContain('late');
  expect(await settledTotal(person, code, 1)).toBe(1);
}, 60_000);
