// No answer of the audience contains media that were hidden meanwhile.
import { afterAll, expect, test } from '@jest/globals';
import { jpeg } from '../../pictures.ts';
import { eventually, newPerson } from '../kit/client.ts';
import { newShard } from '../kit/streams.ts';
import { change, judged, upload } from '../media/media-world.ts';
import {
  audienceOf,
  changed,
  consume,
  hide,
  hideAll,
  newShown,
  newUser,
  numbered,
  recommendedTo,
  relatedTo,
  tell,
  trendingNow,
  viewOf,
} from './audience-world.ts';

afterAll(hideAll);

test('a hidden item is in no answer, and back in all of them with its views once it is shown again', async () => {
  const viewer = await newPerson();
  const [seen = '', also = ''] = await newShown(2);
  const users = Array.from({ length: 12 }, newUser);
  const views = users.flatMap((user) => [viewOf(user, seen), viewOf(user, also)]);
  await consume(newShard(), numbered([...views, viewOf(viewer.userId, seen)]));
  const where = async (mediaId: string) => {
    const lists = { trending: await trendingNow(viewer), recommended: await recommendedTo(viewer) };
    const related = await relatedTo(viewer, seen);
    return Object.entries({ ...lists, related }).flatMap(([name, items = []]) =>
      items.some((item) => item.mediaId === mediaId) ? [name] : [],
    );
  };
  expect(await where(also)).toEqual(['trending', 'recommended', 'related']);
  await hide(also);
  expect(await where(also)).toEqual([]);
  await tell(changed(also));
  expect(await where(also)).toEqual([]);
  await tell(changed(also, { version: 3, title: 'Again' }));
  expect(await where(also)).toEqual(['trending', 'recommended', 'related']);
  expect((await audienceOf(viewer, also)).body).toMatchObject({ title: 'Again', views: 12 });

  await hide(seen);
  expect(await where(seen)).toEqual([]);
  const reasons = (await recommendedTo(viewer)).map(({ because }) => because?.mediaId);
  expect(reasons).not.toContain(seen);
});

test('what is shown and hidden is what the media service says', async () => {
  const person = await newPerson();
  const mediaId = await upload(person, await jpeg(640, 400));
  await judged(person, mediaId);
  const status = async () => (await audienceOf(person, mediaId)).status;
  expect(await status()).toBe(404);
  for (const [visibility, expected] of [
    ['public', 200],
    ['private', 404],
  ] as const) {
    expect((await change(person, mediaId, { visibility })).status).toBe(200);
    expect(await eventually(status, (found) => found === expected)).toBe(expected);
  }
});
