// What becomes of a media when: nobody sees what is not wholly there, and nothing is left that nobody looks at again.
import { expect, test } from '@jest/globals';
import { bomb, jpeg, moving, script, zip } from '../../test/pictures.ts';
import { judge } from './judging.ts';
import {
  changed,
  deleted,
  isQuiet,
  mediaIdOf,
  needsPublishing,
  needsWithdrawing,
  newMedia,
  type Picture,
  quietFromMs,
  ready,
  rejected,
} from './media.ts';

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
