// Search under faults: writers of the index crash before and after each call, and lose answers and connections; then each
// is retried, and every document is found once, in its last published version.
// @takes 60 s
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SearchDocument } from '../../lambdas/search/index/inversion.ts';
import { chunksOf } from '../../lambdas/shared/base/chunks.ts';
import { invoke, schedule } from '../local/kit/aws.ts';
import { ask, eventually, newPerson, unique } from '../local/kit/client.ts';
import { deliver, found, idsOf, indexHere, noticed, search } from '../search/deployed.ts';
import { again } from '../stock/deployed.ts';
import { type Armed, arm, callsOf, disarm, expectAllFired, pointsOf } from './kit/arm.ts';
import type { Fault, Kind } from './kit/hook.ts';
import { seeded } from './kit/seeded.ts';

const KINDS: readonly Kind[] = ['kill-before', 'kill-after', 'lost', 'reset'];
const MERGER = 'search/merge-segments';

beforeAll(() => schedule(MERGER, false));
afterAll(async () => {
  disarm();
  await schedule(MERGER, true);
});

/** Every call of a run with every kind of fault. Segment names differ from run to run, so only the number counts. */
const points = (calls: readonly string[], name: string): Fault[] =>
  seeded(name).shuffled(pointsOf(calls, KINDS).map(({ call, kind }) => ({ call, kind })));

const document = (mark: string, name: string, version = 1): SearchDocument => ({
  documentId: `${name}-${mark}`,
  version,
  title: name,
  text: `${mark} version${version}`,
});

/** Delivers until the queue would have nothing to redeliver. */
const deliverAll = (documents: readonly SearchDocument[]) =>
  again(async () => expect(await deliver(documents)).toEqual({ batchItemFailures: [] }));

test('a document is found once, wherever the worker dies that makes it findable', async () => {
  const mark = `w${unique()}`;
  const batch = (i: number) => [document(mark, `a${i}`), document(mark, `b${i}`)];
  await deliverAll(batch(0));
  const calls = await callsOf('search/index-documents', () => deliverAll(batch(1)));
  expect(calls.length).toBeGreaterThanOrEqual(3);
  const cases: Armed[] = [];
  for (const fault of points(calls, 'indexing')) {
    const armed = arm('search/index-documents', fault);
    await deliverAll(batch(cases.length + 2));
    cases.push(armed);
  }
  disarm();
  expectAllFired(cases);
  const count = 2 * (cases.length + 2);
  const { body } = await found(mark, count);
  expect(body.total).toBe(count);
}, 180_000);

test('a merger that is killed loses nothing, and what was changed or removed does not come back', async () => {
  const mark = `w${unique()}`;
  let rounds = 0;
  // Eight segments of one batch each: a document that stays, one that changes and one that is removed, in any order.
  const prepare = async () => {
    rounds += 1;
    const [stays, changes, goes] = ['s', 'c', 'g'].map((name) => `${name}${rounds}`);
    const events: SearchDocument[] = [
      document(mark, String(stays)),
      document(mark, String(changes), 2),
      document(mark, String(changes), 1),
      { documentId: `${goes}-${mark}`, version: 2, removed: true },
      document(mark, String(goes), 1),
      ...Array.from({ length: 3 }, (_, i) => document(mark, `more${rounds}-${i}`)),
    ];
    for (const event of events) await deliverAll([event]);
  };
  const merge = () => again(() => invoke(MERGER, {}));
  await prepare();
  await merge();
  await prepare();
  const calls = await callsOf(MERGER, merge);
  expect(calls.length).toBeGreaterThan(10);
  const cases: Armed[] = [];
  const chosen = seeded('which of the merger').shuffled(points(calls, 'merging')).slice(0, 24);
  for (const fault of chosen) {
    await prepare();
    const armed = arm(MERGER, fault);
    await merge();
    disarm();
    cases.push(armed);
    // Checked now, not only at the end: a later segment could hide a lost one.
    await noticed();
    expect((await search(mark, '&limit=1')).body.total).toBe(5 * rounds);
  }
  expectAllFired(cases);
  expect((await search(`${mark} version2`, '&limit=50')).body.total).toBe(rounds);
  expect(idsOf(await search(`${mark} -version2`, '&limit=50')).filter((id) => /^[cg]\d/.test(id))).toEqual([]);
  const { segments } = await (await indexHere()).currentManifest();
  expect(segments.length).toBeLessThan(30);
}, 400_000);

test('of mergers, a rebuild and writers at once none undoes what another did', async () => {
  const merchant = await newPerson('merchant');
  const mark = `w${unique()}`;
  const documents = Array.from({ length: 40 }, (_, i) => ({ documentId: `r${i}-${mark}`, title: `r${i}`, text: mark }));
  const publish = (some: readonly object[]) =>
    again(async () => {
      const body = { documents: some };
      const { status } = await ask('POST', '/api/search/documents', { token: merchant.token, body });
      expect(status).toBe(202);
    });
  const keepers = [MERGER, MERGER, 'search/rebuild-index'].map(async (id) => {
    for (let times = 0; times < 4; times += 1) await invoke(id, {}).catch(() => undefined);
  });
  for (const some of chunksOf(documents, 5)) await publish(some);
  await Promise.all(keepers);
  const { body } = await eventually(
    () => search(mark, '&limit=50'),
    (answer) => answer.body.total === documents.length,
    60_000,
  );
  expect(body.total).toBe(documents.length);
}, 180_000);
