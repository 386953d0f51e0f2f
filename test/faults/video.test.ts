// Video workers crash at every call: videos become READY with the same output, never partly visible. The emulator restarts
// during the work, and lost work is requested again.
// @takes 300 s
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Media } from '../../lambdas/media/contract.ts';
import { postForm } from '../local/jobs/jobs-world.ts';
import { deliveries, schedule } from '../local/kit/aws.ts';
import { eventually, newPerson, type Person } from '../local/kit/client.ts';
import { age, deliver, get, granted, objectsOf, recordOf, sweep } from '../local/media/media-world.ts';
import {
  deliverAccepted,
  deliverPart,
  filmBytes,
  finished,
  outputOf,
  uploadVideo,
} from '../local/media/video-world.ts';
import { again } from '../stock/deployed.ts';
import { callsOf, disarm, meetEach, pause } from './kit/arm.ts';
import { emulatorUnderTest } from './kit/environment.ts';

const KILLS = ['kill-before', 'kill-after'] as const;
/** Captions have their own tests and are off here: they change the master, and a sample names its media item. */
const WORKERS = ['media/process-upload', 'media/plan-transcode', 'media/encode-part', 'media/start-captions'] as const;
const PARTS = ['poster', 'chunk-00000', 'audio'];
let owner: Person;
let bytes: Buffer;
let expected: unknown;

/** Lets queues and streams call the workers, or not: the tests call them, so that they know which call meets its fault. */
async function called(on: boolean): Promise<void> {
  for (const id of WORKERS) await deliveries(id, on);
}

async function uploaded(): Promise<string> {
  const { mediaId, upload } = await granted(owner, bytes.length, { contentType: 'video/mp4' });
  expect((await postForm(upload, bytes)).status).toBe(204);
  return mediaId;
}

/** Has the upload judged, as its queue would. */
const judge = (mediaId: string) => again(async () => expect(await deliver(mediaId)).toEqual({ batchItemFailures: [] }));
const plan = (mediaId: string) => again(() => deliverAccepted(mediaId));
const encode = (mediaId: string, part: string) =>
  again(async () => expect(await deliverPart(mediaId, part)).toEqual({ batchItemFailures: [] }));

async function encodeAll(mediaId: string): Promise<void> {
  for (const part of PARTS) await encode(mediaId, part);
}

/** Reads the media item while the work runs: no playable part may show early. */
async function watched(mediaId: string, work: () => Promise<void>): Promise<void> {
  let done = false;
  const seen: Media[] = [];
  const reader = (async () => {
    while (!done) {
      const { status, body } = await get(owner, mediaId);
      if (status === 200) seen.push(body);
    }
  })();
  await work();
  done = true;
  await reader;
  for (const { state, video } of seen) expect([state, Boolean(video?.playbackUrl)]).toEqual([state, state === 'READY']);
}

async function sameAsEver(mediaId: string): Promise<void> {
  const { body } = await get(owner, mediaId);
  expect([body.state, outputOf(body), (await objectsOf(mediaId)).renditions]).toEqual(expected);
}

beforeAll(async () => {
  await schedule('media/sweep', false);
  await called(false);
  owner = await newPerson();
  bytes = await filmBytes({ seconds: 2, sound: true });
  const mediaId = await uploaded();
  await judge(mediaId);
  await encodeAll(mediaId);
  const { body } = await get(owner, mediaId);
  expected = ['READY', outputOf(body), (await objectsOf(mediaId)).renditions];
}, 120_000);
afterAll(async () => {
  disarm();
  await called(true);
  await schedule('media/sweep', true);
});

test('wherever the worker that checks it dies, the video is announced once it is accepted', async () => {
  const points = await meetEach('media/process-upload', KILLS, async () => {
    const mediaId = await uploaded();
    await judge(mediaId);
    expect((await recordOf(mediaId))?.state).toBe('PROCESSING');
  });
  expect(points).toBeGreaterThanOrEqual(8);
}, 400_000);

test('wherever the transcoder of the stream dies, no part is left out', async () => {
  const mediaId = await uploaded();
  await judge(mediaId);
  const points = await meetEach('media/plan-transcode', KILLS, () => plan(mediaId));
  // Calls for the record, its parts, and a message for each of three parts.
  expect(points).toBeGreaterThanOrEqual(10);
}, 300_000);

test.each(['chunk-00000', 'audio'])(
  'wherever the worker of %s dies, the video is the same, and never seen before it is whole',
  async (part) => {
    const others = PARTS.filter((one) => one !== part);
    const points = await meetEach('media/encode-part', KILLS, async () => {
      const mediaId = await uploaded();
      await judge(mediaId);
      for (const one of others) await encode(mediaId, one);
      await watched(mediaId, () => encode(mediaId, part));
      await sameAsEver(mediaId);
    });
    expect(points).toBeGreaterThanOrEqual(14);
  },
  900_000,
);

test('an upload that was changed after it was judged makes no video of two', async () => {
  const { mediaId, upload } = await granted(owner, bytes.length, { contentType: 'video/mp4' });
  expect((await postForm(upload, bytes)).status).toBe(204);
  await judge(mediaId);
  await encode(mediaId, 'poster');
  const changed = Buffer.from(bytes);
  changed.fill(0, changed.length - 20);
  expect((await postForm(upload, changed)).status).toBe(204);
  await deliverPart(mediaId, 'poster');
  expect((await recordOf(mediaId))?.state).toBe('PROCESSING');
  // Only this worker still has the upload: a copy of what was judged.
  await encode(mediaId, 'chunk-00000');
  const other = await uploaded();
  await judge(other);
  await encode(other, 'poster');
  await encode(mediaId, 'audio');
  expect((await get(owner, mediaId)).body).toMatchObject({ state: 'REJECTED', reason: 'UPLOAD_CHANGED' });
}, 120_000);

test('the sweep announces a forgotten video again, and gives up one that never ends', async () => {
  const mediaId = await uploaded();
  await judge(mediaId);
  // The stream's record is lost with all messages, so no worker was called.
  await age(mediaId, 16);
  const calls = await callsOf('media/sweep', () => again(() => sweep()));
  expect(calls.filter((target) => target.includes('PutRecord')).length).toBeGreaterThan(0);
  await age(mediaId, 61);
  // The sweep of this minute may be the one that gives it up.
  await again(() => sweep());
  expect((await get(owner, mediaId)).body).toMatchObject({ state: 'REJECTED', reason: 'PROCESSING_FAILED' });
}, 120_000);

test('the emulator ends and starts again amid a transcode: it goes on, and its output is the same', async () => {
  await called(true);
  const long = await filmBytes({ size: '1280x720', seconds: 50 });
  const first = await finished(owner, await uploadVideo(owner, long));
  expect(first.state).toBe('READY');
  const mediaId = await uploadVideo(owner, long);
  await eventually(
    () => get(owner, mediaId),
    ({ body }) => (body.video?.renditions[0]?.percent ?? 0) > 10,
    60_000,
  );
  const emulator = emulatorUnderTest();
  await emulator.stop();
  await emulator.start();
  await pause(1000);
  expect((await get(owner, mediaId)).body.state).toBe('PROCESSING');
  const after = await finished(owner, mediaId, [], 150_000);
  expect([after.state, outputOf(after)]).toEqual(['READY', outputOf(first)]);
}, 400_000);
