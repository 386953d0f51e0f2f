// Worker, API and sweep of media crash at every call: items become READY with the same output or REJECTED, never partly visible.
// @takes 50 s
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Media } from '../../lambdas/media/contract.ts';
import { postForm } from '../local/jobs/jobs-world.ts';
import { deliveries, schedule } from '../local/kit/aws.ts';
import { ask, eventually, newPerson, type Person } from '../local/kit/client.ts';
import {
  age,
  change,
  deliver,
  get,
  granted,
  judged,
  objectsOf,
  recordOf,
  remove,
  sweep,
} from '../local/media/media-world.ts';
import { jpeg } from '../pictures.ts';
import { again } from '../stock/deployed.ts';
import { arm, disarm, meetEach } from './kit/arm.ts';

const KILLS = ['kill-before', 'kill-after'] as const;
const SWEEP = 'media/sweep';
const WORKER = 'media/process-upload';
let owner: Person;
let bytes: Buffer;
let expected: unknown;

const outputOf = ({ checksum, renditions, width, height }: Media) => ({
  checksum,
  width,
  height,
  files: renditions.map(({ url }) => new URL(url).pathname.split('/').at(-1)),
});
const same = (media: Media): void => expect([media.state, outputOf(media)]).toEqual(['READY', expected]);

/** Uploads the same picture each time; nothing has processed it yet. */
async function uploaded(): Promise<string> {
  const { mediaId, upload } = await granted(owner, bytes.length);
  expect((await postForm(upload, bytes)).status).toBe(204);
  return mediaId;
}

/** Has the upload processed, as its queue would. */
async function processed(mediaId: string): Promise<Media> {
  await again(async () => expect(await deliver(mediaId)).toEqual({ batchItemFailures: [] }));
  return judged(owner, mediaId);
}

beforeAll(async () => {
  await schedule(SWEEP, false);
  // The tests call the worker themselves, so that they know which call meets its fault.
  await deliveries(WORKER, false);
  owner = await newPerson();
  bytes = await jpeg(1100, 700);
  expected = outputOf(await processed(await uploaded()));
}, 120_000);
afterAll(async () => {
  disarm();
  await deliveries(WORKER, true);
  await schedule(SWEEP, true);
});

test('wherever the worker dies, the picture is READY with the same output, and never seen before it is whole', async () => {
  const points = await meetEach(WORKER, KILLS, async () => {
    const mediaId = await uploaded();
    const seen: Media[] = [];
    let done = false;
    const reader = (async () => {
      while (!done) seen.push((await get(owner, mediaId)).body);
    })();
    const media = await processed(mediaId);
    done = true;
    await reader;
    same(media);
    for (const one of seen) expect([0, media.renditions.length]).toContain(one.renditions?.length);
    const files = new Set((outputOf(media).files as string[]).sort());
    expect((await objectsOf(mediaId)).renditions).toEqual([...files]);
  });
  expect(points).toBeGreaterThanOrEqual(14);
}, 600_000);

/** Runs the work once for each of these calls and kills the function there. */
async function dieAt(functionId: string, calls: readonly string[], work: () => Promise<void>): Promise<void> {
  for (const at of calls)
    for (const kind of KILLS) {
      const armed = arm(functionId, { call: 0, kind, at });
      await work();
      disarm();
      expect([at, kind, armed.fired().length]).toEqual([at, kind, 1]);
    }
}

test('wherever the API dies that shows and hides a picture, the sweep brings the CDN to what was asked for', async () => {
  const mediaId = await uploaded();
  same(await processed(mediaId));
  const whole = (await objectsOf(mediaId)).renditions;
  const becomes = async (visibility: 'public' | 'private', files: readonly string[]) => {
    await eventually(
      () => change(owner, mediaId, { visibility }).catch(() => ({ status: 0 })),
      ({ status }) => status === 200,
    );
    await again(() => sweep());
    expect((await objectsOf(mediaId)).published).toEqual(files);
    const { body } = await get(owner, mediaId);
    const { pathname } = new URL(body.renditions[0].url);
    const isPublic = pathname.startsWith('/media/');
    expect([body.visibility, isPublic]).toEqual([visibility, visibility === 'public']);
    if (isPublic) expect((await ask('GET', pathname)).status).toBe(200);
  };
  await dieAt('media/http', ['TransactWriteItems', '/media/', 'list-type', '?delete=', '/invalidation'], async () => {
    await becomes('public', whole);
    await becomes('private', []);
  });
}, 300_000);

test('wherever the sweep dies, what was deleted is gone with the next one', async () => {
  await dieAt(SWEEP, ['list-type', '?delete=', '/invalidation', 'TransactWriteItems'], async () => {
    const { mediaId, upload } = await granted(owner, bytes.length);
    await postForm(upload, bytes);
    same(await processed(mediaId));
    await change(owner, mediaId, { visibility: 'public' });
    expect((await remove(owner, mediaId)).status).toBe(204);
    // Its form is still valid for another upload.
    expect((await postForm(upload, bytes)).status).toBe(204);
    await age(mediaId, 31);
    for (let times = 0; times < 3; times += 1) await again(() => sweep());
    expect(await recordOf(mediaId)).toBeUndefined();
    expect(await objectsOf(mediaId)).toEqual({ upload: [], renditions: [], published: [] });
  });
}, 300_000);
