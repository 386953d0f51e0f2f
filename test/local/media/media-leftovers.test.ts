// Nothing is stored for ever that nobody is shown: leftovers of rejected and deleted media, and of attempts that died.
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, expect, test } from '@jest/globals';
import { bindings } from '../../../lambdas/media/contract.ts';
import { keysOf } from '../../../lambdas/media/media.ts';
import { findParts } from '../../../lambdas/media/video/part-store.ts';
import type { Part } from '../../../lambdas/media/video/video.ts';
import { bound } from '../kit/aws.ts';
import { eventually, newPerson, type Person, root } from '../kit/client.ts';
import { age, get, objectsOf, recordOf, remove, sweep } from './media-world.ts';
import { deliverPart, filmBytes, finished, uploadVideo } from './video-world.ts';

const s3 = new S3Client({ ...root, forcePathStyle: true });
let owner: Person;
let shown: string;
beforeAll(async () => {
  owner = await newPerson();
  shown = await uploadVideo(owner, await filmBytes({ seconds: 2 }));
  expect((await finished(owner, shown)).state).toBe('READY');
}, 120_000);

/** An attempt that did not know of the end writes after it, and dies. */
const writeLate = async (mediaId: string): Promise<void> => {
  const Bucket = await bound('media/http', bindings.renditions);
  await s3.send(new PutObjectCommand({ Bucket, Key: `${keysOf(mediaId).renditions}late.mp4`, Body: 'late' }));
};
const nothing = { upload: [], renditions: [], published: [] };

test('of a rejected video, when no worker can still be writing', async () => {
  process.env[bindings.partsTable] = await bound('media/sweep', bindings.partsTable);
  const mediaId = await uploadVideo(owner, await filmBytes({ size: '1280x720', seconds: 20 }));
  const chunkIs = (state: (chunk: Part) => boolean) =>
    eventually(
      () => findParts(mediaId),
      (parts) => parts.some((one) => one.part === 'chunk-00000' && state(one)),
      60_000,
    );
  await chunkIs(({ frames }) => (frames ?? 0) > 0);
  await deliverPart(mediaId, 'chunk-00000', 6);
  expect((await get(owner, mediaId)).body).toMatchObject({ state: 'REJECTED', reason: 'PROCESSING_FAILED' });
  await sweep();
  // The worker that had begun keeps what it makes, since it does not know of the end.
  await chunkIs(({ result }) => result !== undefined);
  await writeLate(mediaId);
  await age(mediaId, 31);
  await sweep();
  expect(await objectsOf(mediaId)).toEqual(nothing);
  expect(await findParts(mediaId)).toEqual([]);
  expect(await recordOf(mediaId)).not.toHaveProperty('dueAtMs');
}, 120_000);

test('of a deleted video, with its record; a video that is READY keeps what plays it, and loses what an attempt left', async () => {
  const [mediaId, files] = [
    await uploadVideo(owner, await filmBytes({ seconds: 2 })),
    (await objectsOf(shown)).renditions,
  ];
  expect((await finished(owner, mediaId)).state).toBe('READY');
  expect((await remove(owner, mediaId)).status).toBe(204);
  for (const id of [mediaId, shown]) {
    await writeLate(id);
    await age(id, 31);
  }
  await sweep();
  expect(await objectsOf(mediaId)).toEqual(nothing);
  expect(await recordOf(mediaId)).toBeUndefined();
  expect(await objectsOf(shown)).toEqual({ ...nothing, renditions: files });
}, 120_000);
