// The audience's consumer, API and copy of media crash at every call and lose answers: each view is counted exactly once.
// @takes 60 s
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bindings, type MediaViewed } from '../../lambdas/audience/contract.ts';
import {
  audienceOf,
  changed,
  newMediaId,
  newShown,
  newUser,
  relatedTo,
  tell,
  trendingNow,
  viewOf,
  viewsOf,
  watch,
} from '../local/audience/audience-world.ts';
import { bound } from '../local/kit/aws.ts';
import { eventually, newPerson, type Person, root } from '../local/kit/client.ts';
import { again } from '../stock/deployed.ts';
import { disarm, meetEach, pause } from './kit/arm.ts';

const KINDS = ['kill-before', 'kill-after', 'lost'] as const;
const kinesis = new KinesisClient(root);
let StreamName: string;
let person: Person;

beforeAll(async () => {
  StreamName = await bound('audience/http', bindings.viewStream);
  person = await newPerson();
});
afterAll(disarm);

/** Puts the views on one shard, in order. */
async function put(views: readonly MediaViewed[]): Promise<void> {
  const Records = views.map((view) => ({ PartitionKey: 'one-shard', Data: Buffer.from(JSON.stringify(view)) }));
  expect((await kinesis.send(new PutRecordsCommand({ StreamName, Records }))).FailedRecordCount ?? 0).toBe(0);
}

/** Waits for the expected count, then a moment longer, so that an extra view shows. */
async function settledViews(mediaId: string, expected: number): Promise<number> {
  await eventually(
    () => viewsOf(person, mediaId),
    (views) => views >= expected,
    40_000,
  );
  await pause(1500);
  return viewsOf(person, mediaId);
}

test('wherever the consumer dies, views are counted once, and so is what they bring together and what trends', async () => {
  const points = await meetEach('audience/count-views', KINDS, async () => {
    const [film = '', other = ''] = await newShown(2);
    const users = Array.from({ length: 3 }, newUser);
    // The last view repeats the first and must not count.
    const views = users.flatMap((user) => [viewOf(user, other), viewOf(user, film)]);
    await put([...views, ...views.slice(0, 2)]);
    expect(await settledViews(film, 3)).toBe(3);
    expect(await viewsOf(person, other)).toBe(3);
    expect(await relatedTo(person, film)).toMatchObject([{ mediaId: other, together: 3 }]);
    expect(await relatedTo(person, other)).toMatchObject([{ mediaId: film, together: 3 }]);
    const scores = (await trendingNow(person)).filter(({ mediaId }) => [film, other].includes(mediaId));
    expect(scores.map(({ score }) => Math.round(score))).toEqual([3, 3]);
  });
  expect(points).toBeGreaterThanOrEqual(12);
}, 400_000);

test('wherever the API dies, a view that is sent again counts once', async () => {
  const viewer = await newPerson();
  const films: string[] = [];
  const points = await meetEach('audience/http', KINDS, async () => {
    const [film = ''] = await newShown(1);
    films.push(film);
    await again(async () => expect((await watch(viewer, film)).status).toBe(204), 8);
  });
  expect(points).toBeGreaterThanOrEqual(9);
  // Checked only now, since a reader would meet the API's faults as well.
  await settledViews(films.at(-1) ?? '', 1);
  expect(await Promise.all(films.map((film) => viewsOf(person, film)))).toEqual(films.map(() => 1));
}, 400_000);

test('wherever the consumer of events dies, what is hidden stays hidden and what is shown is shown', async () => {
  await meetEach('audience/project-media', KINDS, async () => {
    const [shown, hidden] = [newMediaId(), newMediaId()];
    const said = [changed(hidden, { version: 2, shown: false }), changed(hidden), changed(shown)];
    await again(() => tell(...said));
    const statuses = [await audienceOf(person, shown), await audienceOf(person, hidden)].map(({ status }) => status);
    expect(statuses).toEqual([200, 404]);
  });
}, 200_000);
