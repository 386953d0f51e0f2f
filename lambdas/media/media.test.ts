// What becomes of a media when: nobody sees what is not wholly there, and nothing is left that nobody looks at again.
import { expect, test } from '@jest/globals';
import { bomb, jpeg, moving, script, zip } from '../../test/pictures.ts';
import {
  accepted,
  awaitsCaptions,
  captioned,
  changed,
  deleted,
  filesOf,
  grantEndsMs,
  isQuiet,
  kindOf,
  mediaIdOf,
  needsPublishing,
  needsWithdrawing,
  newMedia,
  type Picture,
  partCount,
  playable,
  quietFromMs,
  ready,
  rejected,
} from './media.ts';
import { judge } from './pictures/verdict.ts';
import type { StoredVideo } from './video/video.ts';

const call = { nowMs: 1_000_000, operationId: 'one', correlationId: 'c' };
const wish = { filename: 'a.jpg', contentType: 'image/jpeg', sizeBytes: 10 } as const;
const pending = newMedia('u', wish, call);
const picture: Picture = { width: 1, height: 1, checksum: '', placeholder: '', renditions: [] };
const made = ready(pending, picture);

test('the same operation is the same media, another is another', () => {
  expect(newMedia('u', wish, call).mediaId).toBe(pending.mediaId);
  expect(newMedia('u', wish, { ...call, operationId: 'two' }).mediaId).not.toBe(pending.mediaId);
  expect(mediaIdOf(`uploads/${pending.mediaId}`)).toBe(pending.mediaId);
  for (const key of ['uploads/x', `renditions/${pending.mediaId}`, `uploads/${pending.mediaId}/a`])
    expect(mediaIdOf(key)).toBeUndefined();
});

test('it is looked at again when nothing can come any more: after the grant, and after what was asked for last', () => {
  expect(pending.dueAtMs).toBe(1_000_000 + 900_000 + 300_000);
  expect(isQuiet(pending, quietFromMs(pending) - 1)).toBe(false);
  expect(isQuiet(pending, quietFromMs(pending))).toBe(true);
  const moved = changed(made, { visibility: 'public' }, 9_000_000);
  expect([moved.dueAtMs, quietFromMs(moved)]).toEqual([9_000_000, 9_300_000]);
});

test('made public it is on its way until it is listed; made private or deleted it has to be withdrawn', () => {
  expect([needsPublishing(made), needsWithdrawing(made)]).toEqual([false, false]);
  const shown = changed(made, { visibility: 'public' }, 1);
  expect(shown).toMatchObject({ visibility: 'public', listed: false, published: true });
  expect([needsPublishing(shown), needsWithdrawing(shown)]).toEqual([true, false]);
  const listed = { ...shown, listed: true };
  expect([needsPublishing(listed), needsWithdrawing(listed)]).toEqual([false, false]);
  // Also when the copies were never finished: some may be there.
  for (const before of [shown, listed]) {
    for (const after of [changed(before, { visibility: 'private' }, 2), deleted(before, 2)]) {
      expect(after).toMatchObject({ listed: false, dueAtMs: 2 });
      expect([needsPublishing(after), needsWithdrawing(after)]).toEqual([false, true]);
    }
  }
});

test('a title changes alone, and goes', () => {
  const titled = changed(made, { title: 'T' }, 5);
  expect(titled).toEqual({ ...made, title: 'T' });
  expect(changed(titled, { title: null }, 5)).toEqual(made);
  expect(changed(titled, {}, 5)).toEqual(titled);
});

test('what was rejected says why for a week', () => {
  expect(rejected(pending, 'DAMAGED', 1000)).toMatchObject({
    state: 'REJECTED',
    reason: 'DAMAGED',
    expiration: 604_801,
  });
});

const video: StoredVideo = {
  source: {
    container: 'mov',
    codec: 'h264',
    width: 64,
    height: 36,
    startSeconds: 0,
    rate: { num: 25_000, den: 1000 },
    frames: 50,
    keyFrameSeconds: [0],
    hasAudio: true,
  },
  etag: 'e',
  checksum: 'c',
  captions: { state: 'PENDING' },
};
const shownVideo = {
  master: 'm',
  poster: 'p',
  sheets: [],
  columns: 1,
  tileWidth: 1,
  tileHeight: 1,
  files: ['p', 'm', 'p'],
};

test('a video is being made, then it can be played, then it waits for its captions: each is looked at again', () => {
  const making = accepted(pending, video, 2_000_000);
  expect(making).toMatchObject({ state: 'PROCESSING', dueAtMs: 2_300_000, movedAtMs: 2_000_000 });
  expect([needsPublishing(making), awaitsCaptions(making), filesOf(making)]).toEqual([false, false, []]);
  const ready = playable(making, video, shownVideo, 3_000_000);
  expect([ready.state, ready.dueAtMs, quietFromMs(ready)]).toEqual(['READY', 3_300_000, 3_300_000]);
  expect([awaitsCaptions(ready), filesOf(ready)]).toEqual([true, ['p', 'm']]);
  const told = captioned(ready, { ...video, made: shownVideo }, { state: 'READY', file: 'v' }, 4_000_000);
  expect([awaitsCaptions(told), told.dueAtMs, told.video?.made]).toEqual([false, 4_300_000, shownVideo]);
  // Before it is made they change nothing but themselves.
  expect(captioned(making, video, { state: 'FAILED' }, 2_100_000)).toEqual({
    ...making,
    video: { ...video, captions: { state: 'FAILED' } },
  });
});

test('an upload in parts has longer, and as many parts as it needs', () => {
  const large = newMedia('u', { ...wish, contentType: 'video/mp4', sizeBytes: 2 ** 24 * 7 + 1 }, call, 'parts');
  expect([grantEndsMs(large), partCount(large)]).toEqual([1_000_000 + 6 * 3_600_000, 8]);
  expect(partCount({ ...large, sizeBytes: 2 ** 24 * 7 })).toBe(7);
  expect(large.dueAtMs).toBe(grantEndsMs(large) + 300_000);
  expect([kindOf('video/webm'), kindOf('image/webp')]).toEqual(['video', 'image']);
});

test('only what it was announced as, of a size that can be borne, is decoded at all', async () => {
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
