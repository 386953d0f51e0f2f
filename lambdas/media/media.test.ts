// The record of a media item, and how long to expect changes to it.
import { expect, test } from '@jest/globals';
import { bomb, jpeg, moving, script, zip } from '../../test/pictures.ts';
import {
  grantEndsMs,
  isQuiet,
  kindOf,
  mediaIdOf,
  newMedia,
  partCount,
  quietFromMs,
  type StoredMedia,
} from './media.ts';
import { judge } from './pictures/verdict.ts';
import { decide } from './record/decide.ts';

const call = { nowMs: 1_000_000, operationId: 'one', correlationId: 'c' };
const wish = { filename: 'a.jpg', contentType: 'image/jpeg', sizeBytes: 10 } as const;
const pending = newMedia('u', wish, call);
const made: StoredMedia = { ...pending, state: 'READY' };

test('the same operation is the same media item, another operation is another item', () => {
  expect(newMedia('u', wish, call).mediaId).toBe(pending.mediaId);
  expect(newMedia('u', wish, { ...call, operationId: 'two' }).mediaId).not.toBe(pending.mediaId);
  expect(mediaIdOf(`uploads/${pending.mediaId}`)).toBe(pending.mediaId);
  for (const key of ['uploads/x', `renditions/${pending.mediaId}`, `uploads/${pending.mediaId}/a`])
    expect(mediaIdOf(key)).toBeUndefined();
});

test('it is looked at again when nothing can come any more: after the grant, and after what was asked for last', () => {
  expect(pending.dueAtMs).toBe(1_000_000 + 900_000 + 900_000);
  expect(isQuiet(pending, quietFromMs(pending) - 1)).toBe(false);
  expect(isQuiet(pending, quietFromMs(pending))).toBe(true);
  const moved = decide(made, { step: 'CHANGE', wish: { visibility: 'public' } }, 9_000_000);
  expect([moved?.dueAtMs, moved && quietFromMs(moved)]).toEqual([9_000_000, 9_900_000]);
});

test('an upload in parts has longer, and as many parts as it needs', () => {
  const large = newMedia('u', { ...wish, contentType: 'video/mp4', sizeBytes: 2 ** 24 * 7 + 1 }, call, 'parts');
  expect([grantEndsMs(large), partCount(large)]).toEqual([1_000_000 + 6 * 3_600_000, 8]);
  expect(partCount({ ...large, sizeBytes: 2 ** 24 * 7 })).toBe(7);
  expect(large.dueAtMs).toBe(grantEndsMs(large) + 900_000);
  expect([kindOf('video/webm'), kindOf('image/webp')]).toEqual(['video', 'image']);
});

test('only a file of the announced type and an acceptable size is decoded at all', async () => {
  expect(judge(await jpeg(30, 20), 'image/jpeg')).toMatchObject({ width: 30, height: 20 });
  expect(judge(await jpeg(30, 20), 'image/png')).toBe('TYPE_MISMATCH');
  expect(judge(script, 'image/png')).toBe('NOT_AN_IMAGE');
  expect(judge(zip, 'image/png')).toBe('NOT_AN_IMAGE');
  expect(judge(bomb(50_000, 50_000), 'image/png')).toBe('TOO_MANY_PIXELS');
  expect(judge(bomb(8000, 5000), 'image/png')).toMatchObject({ width: 8000 });
  expect(judge(bomb(8000, 5001), 'image/png')).toBe('TOO_MANY_PIXELS');
  expect(judge(await moving(), 'image/png')).toBe('ANIMATED');
  expect(judge(bomb(9, 9).subarray(0, 20), 'image/png')).toBe('DAMAGED');
});
