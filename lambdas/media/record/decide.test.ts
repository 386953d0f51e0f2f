// The life of a media item: nobody else sees an incomplete item, and no leftover is forgotten.
import { describe, expect, test } from '@jest/globals';
import { filesOf, newMedia, type Picture, quietFromMs, type StoredMedia } from '../media.ts';
import type { StoredVideo } from '../video/video.ts';
import { awaitsCaptions, type Command, decide, needsPublishing, needsWithdrawing, settlementOf } from './decide.ts';

const call = { nowMs: 1_000_000, operationId: 'one', correlationId: 'c' };
const pending = newMedia('u', { filename: 'a.jpg', contentType: 'image/jpeg', sizeBytes: 10 }, call);
const picture: Picture = { width: 1, height: 1, checksum: '', placeholder: '', renditions: [] };

function becomes(media: StoredMedia, command: Command, nowMs: number): StoredMedia {
  const after = decide(media, command, nowMs);
  if (!after) throw new Error(`${command.step} means nothing to what is ${media.state}`);
  return after;
}

const made = becomes(pending, { step: 'RENDERED', picture }, 1);
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

test('a published item is pending until it is listed; a private or deleted one must be withdrawn', () => {
  expect([needsPublishing(made), needsWithdrawing(made)]).toEqual([false, false]);
  const shown = becomes(made, { step: 'CHANGE', wish: { visibility: 'public' } }, 1);
  expect(shown).toMatchObject({ visibility: 'public', listed: false, published: true });
  expect([needsPublishing(shown), needsWithdrawing(shown)]).toEqual([true, false]);
  const listed = { ...shown, listed: true };
  expect([needsPublishing(listed), needsWithdrawing(listed)]).toEqual([false, false]);
  // Also when the copies were never finished, because some may exist.
  for (const before of [shown, listed]) {
    for (const after of [
      becomes(before, { step: 'CHANGE', wish: { visibility: 'private' } }, 2),
      becomes(before, { step: 'DELETE' }, 2),
    ]) {
      expect(after).toMatchObject({ listed: false, dueAtMs: 2 });
      expect([needsPublishing(after), needsWithdrawing(after)]).toEqual([false, true]);
    }
  }
});

test('a title changes alone, and goes', () => {
  const titled = becomes(made, { step: 'CHANGE', wish: { title: 'T' } }, 5);
  expect(titled).toEqual({ ...made, title: 'T' });
  expect(becomes(titled, { step: 'CHANGE', wish: { title: null } }, 5)).toEqual(made);
  expect(becomes(titled, { step: 'CHANGE', wish: {} }, 5)).toEqual(titled);
});

test('what was rejected says why for a week', () => {
  expect(becomes(pending, { step: 'REJECTED', of: 'PENDING', reason: 'DAMAGED' }, 1000)).toMatchObject({
    state: 'REJECTED',
    reason: 'DAMAGED',
    expiration: 604_801,
  });
});

test('a video is being made, then it can be played, then it waits for its captions: each is looked at again', () => {
  const making = becomes(pending, { step: 'ACCEPTED', video }, 2_000_000);
  expect(making).toMatchObject({ state: 'PROCESSING', dueAtMs: 2_900_000, movedAtMs: 2_000_000 });
  expect([needsPublishing(making), awaitsCaptions(making), filesOf(making)]).toEqual([false, false, []]);
  const ready = becomes(making, { step: 'ASSEMBLED', made: shownVideo }, 3_000_000);
  expect([ready.state, ready.dueAtMs, quietFromMs(ready)]).toEqual(['READY', 3_900_000, 3_900_000]);
  expect([awaitsCaptions(ready), filesOf(ready)]).toEqual([true, ['p', 'm']]);
  const told = becomes(
    ready,
    { step: 'CAPTIONED', captions: { state: 'READY', file: 'v' }, made: shownVideo },
    4_000_000,
  );
  expect([awaitsCaptions(told), told.dueAtMs, told.video?.made]).toEqual([false, 4_900_000, shownVideo]);
  // Before the video is assembled, captions change only themselves.
  expect(becomes(making, { step: 'CAPTIONED', captions: { state: 'FAILED' } }, 2_100_000)).toEqual({
    ...making,
    video: { ...video, captions: { state: 'FAILED' } },
  });
});

test('captions that come late leave every playlist that an address may have been given with, and nothing else', () => {
  const making = becomes(pending, { step: 'ACCEPTED', video }, 1);
  const first = { ...shownVideo, master: 'one.m3u8', files: ['s.mp4', '720p.m3u8', 'one.mpd', 'one.m3u8', 'old.vtt'] };
  const second = { ...shownVideo, master: 'two.m3u8', files: ['s.mp4', '720p.m3u8', 'two.mpd', 'two.m3u8', 'new.vtt'] };
  const ready = becomes(making, { step: 'ASSEMBLED', made: first }, 2);
  const told = becomes(ready, { step: 'CAPTIONED', captions: { state: 'READY', file: 'new.vtt' }, made: second }, 3);
  expect(told.video?.made?.master).toBe('two.m3u8');
  expect(filesOf(told)).toEqual(['s.mp4', '720p.m3u8', 'two.mpd', 'two.m3u8', 'new.vtt', 'one.mpd', 'one.m3u8']);
  // Without captions, nothing changes.
  const none = becomes(ready, { step: 'CAPTIONED', captions: { state: 'NONE' } }, 3);
  expect(none.video?.made).toEqual(first);
});

const shownFiles = { step: 'ASSEMBLED', made: shownVideo } as const;
const commands: readonly Command[] = [
  { step: 'CHANGE', wish: { title: 'T' } },
  { step: 'DELETE' },
  { step: 'RENDERED', picture },
  { step: 'ACCEPTED', video },
  shownFiles,
  { step: 'CAPTIONED', captions: { state: 'NONE' } },
  { step: 'REJECTED', of: 'PENDING', reason: 'DAMAGED' },
  { step: 'REJECTED', of: 'PROCESSING', reason: 'BROKEN' },
];
const processing = becomes(pending, { step: 'ACCEPTED', video }, 1);
const playable = becomes(processing, shownFiles, 1);

test.each<[string, StoredMedia, readonly string[]]>([
  ['PENDING', pending, ['CHANGE', 'DELETE', 'RENDERED', 'ACCEPTED', 'REJECTED']],
  ['PROCESSING', processing, ['CHANGE', 'DELETE', 'ASSEMBLED', 'CAPTIONED', 'REJECTED']],
  ['READY, a picture', made, ['CHANGE', 'DELETE']],
  ['READY, a video that waits for its captions', playable, ['CHANGE', 'DELETE', 'CAPTIONED']],
  [
    'READY, with captions',
    becomes(playable, { step: 'CAPTIONED', captions: { state: 'NONE' } }, 1),
    ['CHANGE', 'DELETE'],
  ],
  ['REJECTED', becomes(processing, { step: 'REJECTED', of: 'PROCESSING', reason: 'BROKEN' }, 1), ['CHANGE', 'DELETE']],
  ['DELETED', becomes(playable, { step: 'DELETE' }, 1), ['CHANGE']],
])('only some commands apply to an item that is %s', (_, media, means) => {
  expect(commands.filter((command) => decide(media, command, 2)).map(({ step }) => step)).toEqual(means);
});

const wish = { visibility: 'public' } as const;
const none = { hasUpload: false, heardAtMs: 0 };

test.each<[string, StoredMedia, Command]>([
  ['picture', pending, { step: 'RENDERED', picture }],
  ['video', processing, shownFiles],
])(
  'a %s made public early is shown with the sweep after it is READY, and nothing of it before',
  (_, before, command) => {
    const wished = becomes(before, { step: 'CHANGE', wish }, 2_000_000);
    // Nothing is copied, and nothing that waits for workers waits longer.
    expect(wished).toEqual({ ...before, visibility: 'public' });
    const ready = becomes(wished, command, 3_000_000);
    expect(ready).toMatchObject({ state: 'READY', listed: false, published: true, dueAtMs: 3_000_000 });
    expect(settlementOf(ready, none, 3_000_000)).toMatchObject({ work: ['publish'], after: { listed: true } });
    const again = becomes(wished, { step: 'CHANGE', wish: { visibility: 'private' } }, 2_500_000);
    expect([again, needsPublishing(becomes(again, command, 3_000_000))]).toEqual([before, false]);
  },
);

test('what was rejected or deleted is never shown; its files go when its workers can no longer write, however old it is', () => {
  const rejected = becomes(processing, { step: 'REJECTED', of: 'PROCESSING', reason: 'BROKEN' }, 100_000_000);
  for (const media of [rejected, becomes(made, { step: 'DELETE' }, 1)])
    expect(() => decide(media, { step: 'CHANGE', wish }, 1)).toThrow(
      expect.objectContaining({ type: expect.objectContaining({ code: 'MEDIA_NOT_READY' }) }),
    );
  expect(settlementOf(rejected, none, 100_899_999).work).toEqual([]);
  expect(settlementOf(rejected, none, 100_900_000)).toMatchObject({ work: ['tidy'], did: 'tidied' });
});

describe('the sweep', () => {
  const uploaded = { hasUpload: true, heardAtMs: 0 };
  const AGAIN = 900_000;
  const HOUR = 3_600_000;
  const quiet = quietFromMs(pending);

  test('leaves an upload its time, asks for its work again, and gives it up after an hour', () => {
    expect(settlementOf(pending, uploaded, quiet - 1)).toEqual({ work: [], did: 'nothing' });
    expect(settlementOf(pending, uploaded, quiet)).toMatchObject({
      work: ['ask for work'],
      did: 'asked again',
      after: { state: 'PENDING', dueAtMs: quiet + AGAIN },
    });
    expect(settlementOf(pending, uploaded, quiet + HOUR + 1)).toMatchObject({
      work: [],
      did: 'given up',
      after: { state: 'REJECTED', reason: 'PROCESSING_FAILED' },
    });
    expect(settlementOf(pending, none, quiet)).toMatchObject({
      work: [],
      did: 'expired',
      after: { state: 'REJECTED', reason: 'UPLOAD_EXPIRED', dueAtMs: quiet + AGAIN },
    });
  });

  test('announces a video again if its parts make no progress, and gives it up after an hour', () => {
    const at = (nowMs: number, heardAtMs = 0) => settlementOf(processing, { hasUpload: false, heardAtMs }, nowMs);
    expect(at(AGAIN, 1000)).toMatchObject({ work: [], did: 'nothing', after: { dueAtMs: 1000 + AGAIN } });
    expect(at(AGAIN + 1)).toMatchObject({
      work: ['tell workers'],
      did: 'asked again',
      after: { dueAtMs: 2 * AGAIN + 1 },
    });
    expect(at(HOUR + 2)).toMatchObject({ work: [], did: 'given up', after: { reason: 'PROCESSING_FAILED' } });
  });

  test('keeps the upload of a video until its captions came, or an hour has passed', () => {
    const rests = quietFromMs(playable);
    expect(settlementOf(playable, none, rests)).toMatchObject({ work: ['tell workers'], did: 'asked again' });
    expect(settlementOf(playable, none, rests + HOUR + 1)).toMatchObject({
      work: [],
      did: 'given up',
      after: { state: 'READY', video: { captions: { state: 'FAILED' } } },
    });
  });

  test('publishes before the record says so, and withdraws twice', () => {
    const shown = becomes(made, { step: 'CHANGE', wish: { visibility: 'public' } }, 1);
    expect(settlementOf(shown, none, 1)).toMatchObject({
      work: ['publish'],
      did: 'published',
      after: { listed: true },
    });
    const hidden = becomes({ ...shown, listed: true }, { step: 'CHANGE', wish: { visibility: 'private' } }, 2);
    const rests = quietFromMs(hidden);
    expect(settlementOf(hidden, none, 2)).toMatchObject({
      work: ['withdraw'],
      did: 'withdrawn',
      after: { published: true, dueAtMs: rests },
    });
    const last = settlementOf(hidden, none, rests);
    expect(last).toMatchObject({ work: ['withdraw', 'tidy'], did: 'withdrawn', after: { published: false } });
    expect(last.after).not.toHaveProperty('dueAtMs');
  });

  test('takes what is deleted away at once, and its record when nothing can come any more', () => {
    const gone = becomes(made, { step: 'DELETE' }, 5);
    expect(settlementOf(gone, none, 5)).toMatchObject({
      work: ['tidy'],
      did: 'tidied',
      after: { dueAtMs: quietFromMs(gone) },
    });
    expect(settlementOf(gone, none, quietFromMs(gone))).toEqual({ work: ['tidy', 'remove'], did: 'removed' });
  });
});
