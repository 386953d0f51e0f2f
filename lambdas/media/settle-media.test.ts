// The sweep of media: no leftover is forgotten, and nothing waits for ever.
import { describe, expect, test } from '@jest/globals';
import { becomes, made, pending, processing, shownVideo } from '../../test/media/records.ts';
import { quietFromMs } from './media.ts';
import { settlementOf } from './record/decide.ts';

const none = { hasUpload: false, heardAtMs: 0 };
const shownFiles = { step: 'ASSEMBLED', made: shownVideo } as const;
const playable = becomes(processing, shownFiles, 1);

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
