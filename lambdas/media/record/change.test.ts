// A record changes by a decision on its current state, however many writers there are, and no change loops forever.
import { expect, test } from '@jest/globals';
import { newMedia, type StoredMedia } from '../media.ts';
import { change } from './change.ts';

const call = { nowMs: 1_000_000, operationId: 'one', correlationId: 'c' };
const media = newMedia('u', { filename: 'a.jpg', contentType: 'image/jpeg', sizeBytes: 10 }, call);

/** A record that others change during this many of the writes. */
function records(first: StoredMedia | undefined, races: number) {
  let now = first;
  let left = races;
  const counts = { reads: 0, writes: 0 };
  return {
    counts,
    find: async () => {
      counts.reads += 1;
      return now;
    },
    replace: async (before: StoredMedia, after: StoredMedia) => {
      counts.writes += 1;
      if (left > 0 && now) {
        left -= 1;
        now = { ...now, version: now.version + 1 };
      }
      if (before.version !== now?.version) return undefined;
      now = { ...after, version: before.version + 1 };
      return now;
    },
  };
}

const titled = (now: StoredMedia) => ({ after: { ...now, title: `of version ${now.version}` }, value: now.version });

test('a writer that loses decides again on the current state', async () => {
  const kept = records(media, 2);
  expect(await change(media.mediaId, titled, kept)).toMatchObject({
    media: { title: 'of version 3', version: 4 },
    changed: true,
    value: 3,
  });
  expect(kept.counts).toEqual({ reads: 3, writes: 3 });
});

test('a record that was just read is not read again', async () => {
  const kept = records(media, 0);
  expect(await change(media, titled, kept)).toMatchObject({ media: { title: 'of version 1' }, changed: true });
  expect(kept.counts).toEqual({ reads: 0, writes: 1 });
});

test('nothing is written when nothing is decided, or the item is missing', async () => {
  const kept = records(media, 0);
  const undecided = () => ({ after: undefined, value: 'late' });
  expect(await change(media.mediaId, undecided, kept)).toEqual({ media, changed: false, value: 'late' });
  expect(await change('none', titled, records(undefined, 0))).toBeUndefined();
  expect(kept.counts.writes).toBe(0);
});

test('losing eight times is a fault', async () => {
  const kept = records(media, 100);
  await expect(change(media.mediaId, titled, kept)).rejects.toThrow('Lost 8 races');
  expect(kept.counts).toEqual({ reads: 8, writes: 8 });
});
