// Media whose worker, API and sweep die at every call: READY with the same output or REJECTED, and never a part of either to see.
import { ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Media } from '../../lambdas/media/contract.ts';
import { functionOf, lambda } from '../local/aws.ts';
import { ask, eventually, newPerson, type Person } from '../local/client.ts';
import { postForm } from '../local/jobs-world.ts';
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
} from '../local/media-world.ts';
import { jpeg } from '../pictures.ts';
import { again } from '../stock/deployed.ts';
import { sweep as schedule } from './catalog.ts';
import { disarm, meetEach } from './kit.ts';

const KILLS = ['kill-before', 'kill-after'] as const;
const SWEEP = 'media/sweep';
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

/** Whether the queue calls the worker: here the tests do, so that they know which call meets its fault. */
async function queued(Enabled: boolean): Promise<void> {
  const { FunctionName } = await functionOf('media/process-image');
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
  for (const { UUID } of EventSourceMappings) await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
}

/** The same picture, uploaded and not looked at yet. */
async function uploaded(): Promise<string> {
  const { mediaId, upload } = await granted(owner, bytes.length);
  expect((await postForm(upload, bytes)).status).toBe(204);
  return mediaId;
}

/** As its queue would have it done. */
async function processed(mediaId: string): Promise<Media> {
  await again(async () => expect(await deliver(mediaId)).toEqual({ batchItemFailures: [] }));
  return judged(owner, mediaId);
}

beforeAll(async () => {
  await schedule(false, SWEEP);
  await queued(false);
  owner = await newPerson();
  bytes = await jpeg(1100, 700);
  expected = outputOf(await processed(await uploaded()));
}, 120_000);
afterAll(async () => {
  disarm();
  await queued(true);
  await schedule(true, SWEEP);
});

test('wherever the worker dies, the picture is READY with the same output, and never seen before it is whole', async () => {
  const points = await meetEach('media/process-image', KILLS, async () => {
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

test('wherever the API dies that shows and hides a picture, the sweep brings the CDN to what was asked for', async () => {
  const mediaId = await uploaded();
  same(await processed(mediaId));
  const becomes = async (visibility: 'public' | 'private', count: number) => {
    await change(owner, mediaId, { visibility }).catch(() => undefined);
    await eventually(
      async () => {
        await again(() => sweep());
        return (await objectsOf(mediaId)).published.length;
      },
      (published) => published === count,
    );
    const { body } = await get(owner, mediaId);
    if (body.visibility !== visibility) return becomes(visibility, count);
    const { url } = body.renditions[0];
    const isPublic = new URL(url).pathname.startsWith('/media/');
    expect([visibility, isPublic]).toEqual([visibility, visibility === 'public']);
    if (isPublic) expect((await ask('GET', new URL(url).pathname)).status).toBe(200);
  };
  const count = (await objectsOf(mediaId)).renditions.length;
  await meetEach('media/http', ['kill-after'], async () => {
    await becomes('public', count);
    await becomes('private', 0);
  });
}, 600_000);

test('wherever the sweep dies, what was deleted is gone with the next one', async () => {
  await meetEach(SWEEP, KILLS, async () => {
    const mediaId = await uploaded();
    same(await processed(mediaId));
    await change(owner, mediaId, { visibility: 'public' });
    expect((await remove(owner, mediaId)).status).toBe(204);
    await age(mediaId, 21);
    await eventually(
      async () => {
        await again(() => sweep());
        return recordOf(mediaId);
      },
      (record) => record === undefined,
    );
    expect(await objectsOf(mediaId)).toEqual({ upload: [], renditions: [], published: [] });
  });
}, 600_000);
