// The life of a media item: only its owner sees an incomplete item.
import { expect, test } from '@jest/globals';
import { becomes, made, pending, picture, processing, shownVideo, video } from '../../../test/media/records.ts';
import { filesOf, quietFromMs, type StoredMedia } from '../media.ts';
import { awaitsCaptions, type Command, decide, needsPublishing, needsWithdrawing, settlementOf } from './decide.ts';

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

test('captions put off neither showing a video to everybody nor hiding it from them', () => {
  const captions = { step: 'CAPTIONED', captions: { state: 'FAILED' } } as const;
  const early = becomes(becomes(processing, { step: 'CHANGE', wish }, 2_000_000), shownFiles, 3_000_000);
  expect(becomes(early, captions, 3_000_500)).toMatchObject({ listed: false, dueAtMs: 3_000_500 });
  const listed = { ...early, listed: true };
  expect(becomes(listed, captions, 3_000_500).dueAtMs).toBe(3_900_500);
  const hidden = becomes(listed, { step: 'CHANGE', wish: { visibility: 'private' } }, 3_000_200);
  expect(becomes(hidden, captions, 3_000_500)).toMatchObject({ published: true, dueAtMs: 3_000_500 });
});

test('what was rejected or deleted is never shown; its files go when its workers can no longer write, however old it is', () => {
  const rejected = becomes(processing, { step: 'REJECTED', of: 'PROCESSING', reason: 'BROKEN' }, 100_000_000);
  for (const media of [rejected, becomes(made, { step: 'DELETE' }, 1)])
    expect(() => decide(media, { step: 'CHANGE', wish }, 1)).toThrow(
      expect.objectContaining({ type: expect.objectContaining({ code: 'MEDIA_NOT_READY' }) }),
    );
  expect(settlementOf(rejected, none, 100_899_999).work).toEqual([]);
  expect(settlementOf(rejected, none, 100_900_000)).toMatchObject({ work: ['tidy'], did: 'tidied' });
});
