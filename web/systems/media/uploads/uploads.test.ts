import { expect, test } from '@jest/globals';
import { later, memoryUploads, refused } from '../../../../test/media/memory-uploads.ts';
import { type Begun, createBegun } from './begun.ts';
import { createUploads } from './uploads.ts';

const film = (name = 'film.mp4') => new File([new Uint8Array(20)], name, { type: 'video/mp4', lastModified: 7 });
const picture = (name = 'a.png') => new File(['bytes'], name, { type: 'image/png' });

const storage = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as unknown as Storage;
};

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const begunOf = (kept = storage()): Begun => createBegun(kept);

test('a picture goes by a form, and nothing of it is kept', async () => {
  const { api, calls } = memoryUploads();
  const begun = begunOf();
  const uploads = createUploads(api, begun);
  uploads.send([picture()]);
  await settled();
  expect(calls).toEqual(['announce', 'form a.png', 'done a.png']);
  expect(uploads.sent.get()).toEqual(['m-1']);
  expect(uploads.list.get()).toEqual([]);
  expect(begun.get()).toEqual([]);
});

test('what cannot be sent is not announced', async () => {
  const { api, calls } = memoryUploads();
  const uploads = createUploads(api, begunOf());
  uploads.send([new File(['a'], 'a.txt', { type: 'text/plain' })]);
  await settled();
  expect(calls).toEqual([]);
  expect(uploads.list.get()).toMatchObject([{ state: 'refused', failure: expect.stringContaining('MP4') }]);
  uploads.cancel(1);
  expect(uploads.list.get()).toEqual([]);
});

test('two at a time, in the order in which they were chosen', async () => {
  const world = memoryUploads();
  world.close(/^form/);
  const uploads = createUploads(world.api, begunOf());
  uploads.send([picture('a.png'), picture('b.png'), picture('c.png')]);
  await settled();
  expect(uploads.list.get().map(({ state }) => state)).toEqual(['sending', 'sending', 'waiting']);
  world.open();
  await settled();
  expect(world.calls.filter((call) => call.startsWith('done'))).toEqual(['done a.png', 'done b.png', 'done c.png']);
});

test('paused, a video sends nothing; resumed, it goes on with the same media and what is missing', async () => {
  const world = memoryUploads();
  world.close(/^put [45]/);
  const begun = begunOf();
  const uploads = createUploads(world.api, begun);
  uploads.send([film()]);
  await settled();
  uploads.pause(1);
  await settled();
  expect(uploads.list.get()).toMatchObject([{ state: 'paused', inParts: true, mediaId: 'm-1', sentBytes: 12 }]);
  expect(begun.get()).toMatchObject([{ mediaId: 'm-1', userId: 'u-1', name: 'film.mp4', sizeBytes: 20 }]);
  world.open();
  world.calls.length = 0;
  uploads.resume(1);
  await settled();
  expect(world.calls).toEqual(['complete', 'put 4', 'put 5', 'complete', 'done film.mp4']);
  expect(uploads.sent.get()).toEqual(['m-1']);
  expect(begun.get()).toEqual([]);
});

test('after a reload the same file goes on, and another does not', async () => {
  const kept = storage();
  const world = memoryUploads();
  world.close(/^put 3/);
  createUploads(world.api, begunOf(kept)).send([film()]);
  await settled();
  world.close(/^$/);
  world.calls.length = 0;
  const uploads = createUploads(world.api, begunOf(kept));
  uploads.send([film('other.mp4')]);
  await settled();
  expect(world.calls).toContain('announce');
  world.calls.length = 0;
  uploads.send([film()]);
  await settled();
  expect(world.calls).toEqual(['complete', 'put 3', 'complete', 'done film.mp4']);
});

test('an upload that is complete, its answer lost with the page, is not sent again', async () => {
  const kept = storage();
  const world = memoryUploads();
  world.close(/^answer/);
  createUploads(world.api, begunOf(kept)).send([film()]);
  await settled();
  world.close(/^$/);
  world.calls.length = 0;
  createUploads(world.api, begunOf(kept)).send([film()]);
  await settled();
  expect(world.calls).toEqual(['complete', 'done film.mp4']);
});

test('a pause after the last byte is too late', async () => {
  const world = memoryUploads();
  const uploads = createUploads(world.api, begunOf());
  world.close(/^answer/);
  uploads.send([film()]);
  await settled();
  uploads.pause(1);
  world.open();
  await settled();
  expect(uploads.list.get()).toEqual([]);
  expect(uploads.sent.get()).toEqual(['m-1']);
});

test('an upload that no longer exists does not continue: it is announced anew', async () => {
  const world = memoryUploads();
  const begun = begunOf();
  begun.remember({
    mediaId: 'gone',
    userId: 'u-1',
    name: 'film.mp4',
    sizeBytes: 20,
    lastModified: 7,
    expiresAt: later,
  });
  const uploads = createUploads(world.api, begun);
  uploads.send([film()]);
  await settled();
  expect(world.calls.slice(0, 2)).toEqual(['complete', 'announce']);
  expect(uploads.sent.get()).toEqual(['m-1']);
  expect(begun.get()).toEqual([]);
});

test('what failed says why, stays, and goes when it is tried again', async () => {
  const world = memoryUploads();
  const uploads = createUploads(world.api, begunOf());
  world.close(/^put 2/);
  uploads.send([film()]);
  await settled();
  world.open(refused(404));
  await settled();
  expect(uploads.list.get()).toMatchObject([{ state: 'failed', failure: 'No (404)' }]);
  expect(world.calls).not.toContain('abort m-1');
  uploads.resume(1);
  await settled();
  expect(uploads.list.get()).toEqual([]);
  expect(world.calls.filter((call) => call === 'announce')).toHaveLength(1);
});

test('a form that failed is taken back, and announced anew when it is tried again', async () => {
  const world = memoryUploads();
  const uploads = createUploads(world.api, begunOf());
  world.close(/^form/);
  uploads.send([picture()]);
  await settled();
  world.open(new TypeError('No answer'));
  await settled();
  expect(uploads.list.get()).toMatchObject([{ state: 'failed', failure: expect.stringContaining('No answer') }]);
  expect(world.calls).toContain('remove m-1');
  uploads.resume(1);
  await settled();
  expect(uploads.sent.get()).toEqual(['m-2']);
});

test('a form is not paused', async () => {
  const world = memoryUploads();
  const uploads = createUploads(world.api, begunOf());
  world.close(/^form/);
  uploads.send([picture()]);
  await settled();
  uploads.pause(1);
  expect(uploads.list.get()).toMatchObject([{ state: 'sending' }]);
});

test.each([
  ['while its parts are sent', /^put/],
  ['before its announcement is answered', /^announce/],
  ['once it is paused', undefined],
])('cancelled %s, a video is given up and forgotten', async (_, gate) => {
  const world = memoryUploads();
  const begun = begunOf();
  const uploads = createUploads(world.api, begun);
  world.close(gate ?? /^put/);
  uploads.send([film()]);
  await settled();
  if (!gate) uploads.pause(1);
  uploads.cancel(1);
  expect(uploads.list.get()).toEqual([]);
  world.open();
  await settled();
  expect(world.calls.filter((call) => call.startsWith('abort'))).toEqual(['abort m-1']);
  expect(begun.get()).toEqual([]);
  expect(uploads.sent.get()).toEqual([]);
});

test('signing out stops every upload, and uploads in parts can continue later', async () => {
  const world = memoryUploads();
  const begun = begunOf();
  const uploads = createUploads(world.api, begun);
  world.close(/^put/);
  uploads.send([film(), film('b.mp4'), film('c.mp4')]);
  await settled();
  uploads.stop();
  world.open();
  await settled();
  expect(uploads.list.get()).toEqual([]);
  expect(uploads.sent.get()).toEqual([]);
  expect(world.calls.filter((call) => /^(?:abort|done|remove)/.test(call))).toEqual([]);
  expect(begun.get().map(({ name }) => name)).toEqual(['film.mp4', 'b.mp4']);
});

test('what is deleted is not among what was sent, nor gone on with', async () => {
  const world = memoryUploads();
  const begun = begunOf();
  const uploads = createUploads(world.api, begun);
  uploads.send([picture('a.png'), film()]);
  await settled();
  begun.remember({ mediaId: 'm-2', userId: 'u-1', name: 'b', sizeBytes: 1, lastModified: 1, expiresAt: later });
  uploads.forget('m-2');
  expect(uploads.sent.get()).toEqual(['m-1']);
  expect(begun.get()).toEqual([]);
});
