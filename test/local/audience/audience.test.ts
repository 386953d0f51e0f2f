// The audience over HTTP: views counted once, trending and related media, and nothing that was hidden.
import { afterAll, describe, expect, test } from '@jest/globals';
import { HALF_LIFE_MS } from '../../../lambdas/audience/trend.ts';
import { chunksOf } from '../../../lambdas/shared/base/chunks.ts';
import { countedOf, pairsOf } from '../../audience/model.ts';
import { seeded } from '../../faults/kit/seeded.ts';
import { bounded, eventually, newPerson, unique } from '../kit/client.ts';
import { newShard } from '../kit/streams.ts';
import {
  audienceOf,
  consume,
  hide,
  hideAll,
  newMediaId,
  newShown,
  newUser,
  numbered,
  recommendedTo,
  relatedTo,
  trendingNow,
  viewOf,
  viewsOf,
  watch,
} from './audience-world.ts';

afterAll(hideAll);

const person = await newPerson();
const MINUTE_MS = 60_000;

describe('views', () => {
  test('are counted within seconds, the same person’s of the same media once in ten minutes', async () => {
    const [film = '', next = ''] = await newShown(2);
    const other = await newPerson();
    for (const who of [person, person, other]) expect((await watch(who, film)).status).toBe(204);
    // Views of the same person follow on the same shard.
    for (const who of [person, other]) expect((await watch(who, next)).status).toBe(204);
    const counted = await eventually(
      () => viewsOf(person, next),
      (views) => views === 2,
    );
    expect(counted).toBe(2);
    expect((await audienceOf(person, film)).body).toEqual({
      mediaId: film,
      kind: 'video',
      title: `Title of ${film}`,
      durationSeconds: 61.4,
      pictureUrl: `https://cdn.example/media/${film}/poster.jpg`,
      views: 2,
    });
  });

  test('of a batch that is delivered twice, also cut and out of its place, are counted once', async () => {
    const [film = ''] = await newShown(1);
    const shard = newShard();
    const records = numbered(Array.from({ length: 8 }, () => viewOf(newUser(), film)));
    for (const [from, to] of [
      [0, 3],
      [0, 8],
      [0, 8],
      [2, 6],
    ])
      await consume(shard, records.slice(from, to));
    expect(await viewsOf(person, film)).toBe(8);
  });

  test('of a batch that is redelivered after ten minutes are still counted once', async () => {
    const [film = ''] = await newShown(1);
    const shard = newShard();
    const user = newUser();
    const records = numbered([0, 11, 22].map((minutes) => viewOf(user, film, Date.now() - (60 - minutes) * MINUTE_MS)));
    await consume(shard, records);
    await consume(shard, records);
    await consume(shard, records.slice(0, 1));
    expect(await viewsOf(person, film)).toBe(3);
  });

  test('are counted once by consumers that have the same batch at the same time', async () => {
    const [film = ''] = await newShown(1);
    const shard = newShard();
    // The first round starts the instances one by one; from the second on they run concurrently.
    for (const round of [0, 1, 2, 3]) {
      const records = numbered(Array.from({ length: 10 * (round + 1) }, () => viewOf(newUser(), film))).slice(-10);
      await Promise.all(Array.from({ length: 4 }, () => consume(shard, records)));
    }
    expect(await viewsOf(person, film)).toBe(40);
  });

  test('of shards that are counted at the same time in one place are all counted', async () => {
    const [film = ''] = await newShown(1);
    // All of them write counter shard 0.
    const shards = [0, 2, 4, 6].map((n) => `shardId-${unique()}-${n}`);
    // The first round starts the instances.
    for (const round of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const record = () => ({ sequence: String(round + 1), data: viewOf(newUser(), film) });
      await Promise.all(shards.map((shard) => consume(shard, [record()])));
    }
    expect(await viewsOf(person, film)).toBe(32);
  });

  test('of more people and media than a transaction takes are all counted, once', async () => {
    const films = await newShown(30);
    const views = films.flatMap((film) => Array.from({ length: 5 }, () => viewOf(newUser(), film)));
    const shard = newShard();
    await consume(shard, numbered(views));
    await consume(shard, numbered(views));
    // A few at a time: each of 30 at once would start a function.
    expect(await bounded(4, films, (film) => viewsOf(person, film))).toEqual(films.map(() => 5));
  });

  test('of an unknown or private item are refused', async () => {
    const [film = ''] = await newShown(1);
    await hide(film);
    for (const mediaId of [film, newMediaId()]) {
      const answers = [await watch(person, mediaId), await audienceOf(person, mediaId)];
      for (const { status, body } of answers) expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
    }
    expect((await watch(person, 'nonsense')).body.code).toBe('VALIDATION_FAILED');
  });
});

test('media watched by the same people within a day match a model that remembers everything', async () => {
  const { below, pick } = seeded('audience', '7');
  const films = await newShown(9);
  const users = Array.from({ length: 8 }, newUser);
  const startMs = Date.now() - 3 * 24 * 60 * MINUTE_MS;
  const views = users.flatMap((user) => {
    let atMs = startMs;
    return Array.from({ length: 25 }, () => {
      atMs += (1 + below(200)) * MINUTE_MS;
      return viewOf(user, pick(films), atMs);
    });
  });
  const counted = users.flatMap((user) => countedOf(views.filter(({ userId }) => userId === user)));
  // Users spread over the shards of the stream, and so of the counters; each batch is delivered twice, the second time in pieces.
  for (const n of [0, 1, 2]) {
    const shard = `shardId-${unique()}-${n}`;
    const records = numbered(views.filter(({ userId }) => users.indexOf(userId) % 3 === n));
    for (const [i, batch] of chunksOf(records, 40).entries()) {
      await consume(shard, batch);
      await consume(shard, records.slice(Math.max(0, i * 40 - 20), i * 40 + 20));
    }
  }
  const pairs = pairsOf(counted);
  expect(pairs.size).toBeGreaterThan(60);
  for (const film of films) {
    const wanted = films
      .map((other) => ({ mediaId: other, together: pairs.get(`${film} ${other}`) ?? 0 }))
      .filter(({ together }) => together > 0)
      .sort((a, b) => b.together - a.together || (a.mediaId < b.mediaId ? -1 : 1));
    const found = await relatedTo(person, film);
    expect(found.map(({ mediaId, together }) => ({ mediaId, together }))).toEqual(wanted);
    expect(await viewsOf(person, film)).toBe(counted.filter(({ view }) => view.mediaId === film).length);
  }
});

test('what trends is what is watched now: a view of six hours ago counts half', async () => {
  const [then = '', now = ''] = await newShown(2);
  const nowMs = Date.now();
  const views = [
    ...Array.from({ length: 6 }, () => viewOf(newUser(), now, nowMs)),
    ...Array.from({ length: 8 }, () => viewOf(newUser(), then, nowMs - HALF_LIFE_MS)),
    ...Array.from({ length: 4 }, () => viewOf(newUser(), then, nowMs - 2 * HALF_LIFE_MS)),
  ];
  // Over both counter shards, with older views last.
  const records = numbered(views);
  await consume(`shardId-${unique()}-0`, records.slice(0, 9));
  await consume(`shardId-${unique()}-1`, records.slice(9));
  const items = (await trendingNow(person)).filter(({ mediaId }) => [then, now].includes(mediaId));
  expect(items).toMatchObject([
    { mediaId: now, views: 6, score: expect.closeTo(6, 1) },
    { mediaId: then, views: 12, score: expect.closeTo(5, 1) },
  ]);
});

describe('recommendations', () => {
  test('are items that others watched beside your last ones and you did not, then trending ones, each with its reason', async () => {
    const viewer = await newPerson();
    const [seen = '', often = '', seldom = '', popular = ''] = await newShown(4);
    const [a, b, c] = [newUser(), newUser(), newUser()];
    const fans = Array.from({ length: 20 }, () => viewOf(newUser(), popular));
    const watched = [viewOf(a, seen), viewOf(a, often), viewOf(b, often), viewOf(b, seen), viewOf(c, seen)];
    const shard = newShard();
    const records = numbered([...watched, viewOf(c, seldom), ...fans, viewOf(viewer.userId, seen)]);
    await consume(shard, records);
    const because = { mediaId: seen, title: `Title of ${seen}` };
    const first = await recommendedTo(viewer);
    expect(first.slice(0, 2)).toMatchObject([
      { mediaId: often, views: 2, because },
      { mediaId: seldom, views: 1, because },
    ]);
    expect(first.slice(2).map((item) => item.because)).not.toContainEqual(because);
    expect(first.find(({ mediaId }) => mediaId === popular)).toMatchObject({ views: 20, because: null });
    expect(first.map(({ mediaId }) => mediaId)).not.toContain(seen);
    expect(new Set(first.map(({ mediaId }) => mediaId)).size).toBe(first.length);

    await consume(shard, [{ sequence: '1000', data: viewOf(viewer.userId, often) }]);
    expect((await recommendedTo(viewer)).map(({ mediaId }) => mediaId)).not.toContain(often);
  });

  test('for a user who has watched nothing are the trending items', async () => {
    const [film = ''] = await newShown(1);
    await consume(newShard(), numbered(Array.from({ length: 20 }, () => viewOf(newUser(), film))));
    const items = await recommendedTo(await newPerson());
    expect(items.find(({ mediaId }) => mediaId === film)).toMatchObject({ because: null });
    expect(items.filter((item) => item.because !== null)).toEqual([]);
  });
});
