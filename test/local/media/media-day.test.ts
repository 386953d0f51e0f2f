// The seconds of video that all users together may have transcoded a day, on the deployed tables in this process.
import { afterAll, expect, test } from '@jest/globals';
import { bindings } from '../../../lambdas/media/contract.ts';
import { newMedia, type StoredMedia } from '../../../lambdas/media/media.ts';
import { acceptMedia, addMedia } from '../../../lambdas/media/store.ts';
import type { StoredVideo } from '../../../lambdas/media/video/video.ts';
import { shardsBinding } from '../../../lambdas/shared/base/contract.ts';
import { bound } from '../kit/aws.ts';
import { unique } from '../kit/client.ts';

for (const name of [bindings.mediaTable, shardsBinding(bindings.mediaTable), bindings.quotasTable])
  process.env[name] = await bound('media/http', name);
process.env[bindings.dailySeconds] = '200';
afterAll(() => {
  delete process.env[bindings.dailySeconds];
});

/** A day of its own, far ahead, where nobody else uploads and the sweep does not look. */
const someDay = (): number => Date.UTC(2100, 0, 1) + Math.floor(Math.random() * 30_000) * 86_400_000;
const film = { filename: 'film.mp4', contentType: 'video/mp4', sizeBytes: 1 } as const;

/** Accepts a video of that length; another user's each time, unless told. */
async function accept(seconds: number, nowMs: number, ownerId = unique()): Promise<string> {
  const media = newMedia(ownerId, film, { nowMs, operationId: unique(), correlationId: 'c' });
  await addMedia(media);
  const video = { source: { frames: seconds * 30, rate: { num: 30, den: 1 } } } as unknown as StoredVideo;
  const outcome = await acceptMedia(media, { ...media, state: 'PROCESSING', video } as StoredMedia, nowMs);
  return typeof outcome === 'string' ? outcome : String(outcome?.state);
}

test('of many at once, only those are accepted for which there is room', async () => {
  const day = someDay();
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => accept(30, day)));
  expect(outcomes.filter((outcome) => outcome === 'PROCESSING')).toHaveLength(6);
  expect(outcomes.filter((outcome) => outcome === 'NO_MORE_VIDEO_TODAY')).toHaveLength(4);
  expect(await accept(20, day)).toBe('PROCESSING');
  expect(await accept(30, day + 86_400_000)).toBe('PROCESSING');
});

test('a video longer than the whole limit is refused on an unused day, and its owner’s own limit is told from it', async () => {
  const day = someDay();
  expect(await accept(201, day)).toBe('NO_MORE_VIDEO_TODAY');
  process.env[bindings.dailySeconds] = '100000';
  const owner = unique();
  expect(await accept(3600, day, owner)).toBe('PROCESSING');
  expect(await accept(1, day, owner)).toBe('TOO_MUCH_VIDEO_TODAY');
  expect(await accept(1, day)).toBe('PROCESSING');
});
