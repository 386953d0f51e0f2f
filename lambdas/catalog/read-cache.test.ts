// The cache under a held clock: which callers read, which wait, and how old an answer may be.
import { expect, test } from '@jest/globals';
import { FRESH_MS, ReadCache, STALE_MS } from './read-cache.ts';

/** A table whose reads finish when the test says. */
function table() {
  const waiting: PromiseWithResolvers<{ version: number } | undefined>[] = [];
  const clock = { ms: 1_000_000, nowMs: () => clock.ms };
  const read = () => {
    const one = Promise.withResolvers<{ version: number } | undefined>();
    waiting.push(one);
    return one.promise;
  };
  const answer = async (i: number, version: number) => {
    waiting[i]?.resolve({ version });
    await new Promise(setImmediate);
  };
  const fail = async (i: number) => {
    waiting[i]?.reject(new Error('throttled'));
    await new Promise(setImmediate);
  };
  return { waiting, clock, answer, fail, cache: new ReadCache(read, 10, clock) };
}

test('a hundred concurrent misses are one read', async () => {
  const { cache, waiting, answer } = table();
  const asked = Array.from({ length: 100 }, () => cache.get('a'));
  await answer(0, 1);
  expect(new Set((await Promise.all(asked)).map((found) => found?.version))).toEqual(new Set([1]));
  expect(waiting).toHaveLength(1);
});

test('what is fresh is not read again; what is a little old is given at once and read again behind it, once', async () => {
  const { cache, waiting, answer, clock } = table();
  const first = cache.get('a');
  await answer(0, 1);
  await first;
  clock.ms += FRESH_MS;
  expect(await cache.get('a')).toEqual({ version: 1 });
  expect(waiting).toHaveLength(1);
  clock.ms += 1;
  expect(await Promise.all([cache.get('a'), cache.get('a')])).toEqual([{ version: 1 }, { version: 1 }]);
  expect(waiting).toHaveLength(2);
  await answer(1, 2);
  expect(await cache.get('a')).toEqual({ version: 2 });
  expect(waiting).toHaveLength(2);
});

test('no caller receives an entry older than the bound, even while it is read again', async () => {
  const { cache, answer, clock } = table();
  const first = cache.get('a');
  await answer(0, 1);
  await first;
  clock.ms += FRESH_MS + 1;
  await cache.get('a');
  clock.ms += STALE_MS - FRESH_MS;
  const late = cache.get('a');
  await answer(1, 2);
  expect(await late).toEqual({ version: 2 });
  clock.ms += STALE_MS;
  const later = cache.get('a');
  await answer(2, 3);
  expect(await later).toEqual({ version: 3 });
});

test('a refresh that fails leaves the old value until the bound, and is tried again', async () => {
  const { cache, waiting, fail, clock } = table();
  const first = cache.get('a');
  waiting[0]?.resolve({ version: 1 });
  await first;
  clock.ms += FRESH_MS + 1;
  await cache.get('a');
  await fail(1);
  expect(await cache.get('a')).toEqual({ version: 1 });
  await fail(2);
  clock.ms += STALE_MS;
  const late = expect(cache.get('a')).rejects.toThrow('throttled');
  await fail(3);
  await late;
});

test('what is not there is asked for each time', async () => {
  const { cache, waiting } = table();
  const asked = cache.get('a');
  waiting[0]?.resolve(undefined);
  expect(await asked).toBeUndefined();
  const again = cache.get('a');
  waiting[1]?.resolve({ version: 1 });
  expect(await again).toEqual({ version: 1 });
});

test('an entry changed here is read again', async () => {
  const { cache, waiting, answer } = table();
  const first = cache.get('a');
  await answer(0, 1);
  await first;
  cache.forget('a');
  const again = cache.get('a');
  await answer(1, 2);
  expect(await again).toEqual({ version: 2 });
  expect(waiting).toHaveLength(2);
});
