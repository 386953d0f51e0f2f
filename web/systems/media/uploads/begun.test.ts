import { expect, test } from '@jest/globals';
import { type BegunUpload, createBegun } from './begun.ts';

const NOW = Date.parse('2026-03-01T08:00:00Z');
const one: BegunUpload = {
  mediaId: 'm-1',
  userId: 'u-1',
  name: 'film.mp4',
  sizeBytes: 9,
  lastModified: 7,
  expiresAt: '2026-03-01T14:00:00Z',
};
const file = { name: 'film.mp4', size: 9, lastModified: 7 };

function storageOf(text?: string) {
  const kept = new Map<string, string>(text === undefined ? [] : [['uploads', text]]);
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as unknown as Storage & { kept: Map<string, string> };
}

test('what has begun is found again after a reload, by the same file and the same person', () => {
  const storage = storageOf();
  createBegun(storage, () => NOW).remember(one);
  const begun = createBegun(storage, () => NOW);
  expect(begun.of('u-1', file)).toEqual(one);
  expect(begun.of('u-2', file)).toBeUndefined();
  for (const other of [{ name: 'other.mp4' }, { size: 10 }, { lastModified: 8 }])
    expect(begun.of('u-1', { ...file, ...other })).toBeUndefined();
});

test('what is forgotten stays forgotten', () => {
  const storage = storageOf();
  const begun = createBegun(storage, () => NOW);
  begun.remember(one);
  begun.remember({ ...one, mediaId: 'm-2', name: 'b' });
  begun.forget('m-1');
  expect(
    createBegun(storage, () => NOW)
      .get()
      .map(({ mediaId }) => mediaId),
  ).toEqual(['m-2']);
});

test('what has ended is not gone on with', () => {
  const storage = storageOf();
  let now = NOW;
  const begun = createBegun(storage, () => now);
  begun.remember(one);
  now += 6 * 3_600_000;
  expect(begun.of('u-1', file)).toBeUndefined();
  expect(createBegun(storage, () => now).get()).toEqual([]);
});

test.each(['{', '7', '[{}]', 'null'])('what somebody else wrote there is nothing: %s', (text) => {
  expect(createBegun(storageOf(text), () => NOW).get()).toEqual([]);
});

test('a browser that keeps nothing goes on as long as the page is there', () => {
  const refusing = {
    getItem: () => null,
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  } as unknown as Storage;
  const begun = createBegun(refusing, () => NOW);
  begun.remember(one);
  expect(begun.of('u-1', file)).toEqual(one);
});
