// Hostile uploads: a grant accepts exactly what was announced, while it lasts, and only an honest picture becomes READY.
import { beforeAll, expect, test } from '@jest/globals';
import { bindings, limits } from '../../../lambdas/media/contract.ts';
import { keysOf } from '../../../lambdas/media/media.ts';
import { presignForm } from '../../../lambdas/shared/aws/presign.ts';
import { bomb, jpeg, moving, png, script, zip } from '../../pictures.ts';
import { postForm } from '../jobs/jobs-world.ts';
import { bound } from '../kit/aws.ts';
import { type Answer, ask, bounded, newPerson, outputs, type Person, root } from '../kit/client.ts';
import {
  age,
  announce,
  deliver,
  get,
  granted,
  judged,
  loggedOf,
  objectsOf,
  recordOf,
  remove,
  sweep,
  upload,
} from './media-world.ts';

let owner: Person;
beforeAll(async () => {
  owner = await newPerson();
});

test('a form takes the bytes, the type and the key that were announced, and nothing else', async () => {
  const { mediaId, upload: form } = await granted(owner, 10);
  const { mediaId: another } = await granted(owner, 10);
  const post = async (bytes: number, change: Record<string, string> = {}) =>
    (await postForm({ url: form.url, fields: { ...form.fields, ...change } }, Buffer.alloc(bytes))).status;
  expect(await post(11)).toBe(400);
  expect(await post(9)).toBe(400);
  expect(await post(0)).toBe(400);
  expect(await post(10, { 'Content-Type': 'image/svg+xml' })).toBe(403);
  expect(await post(10, { key: keysOf(another).upload })).toBe(403);
  expect(await post(10, { key: `${keysOf(mediaId).upload}/../x` })).toBe(403);
  const policy = JSON.parse(Buffer.from(form.fields.policy ?? '', 'base64').toString());
  policy.conditions = policy.conditions.filter((one: unknown) => !Array.isArray(one));
  expect(await post(11, { policy: Buffer.from(JSON.stringify(policy)).toString('base64') })).toBe(403);
  expect(await post(10, { 'x-amz-signature': '0'.repeat(64) })).toBe(403);
  expect((await objectsOf(mediaId)).upload).toEqual([]);
  expect(await post(10)).toBe(204);
});

test('a form is good for its quarter of an hour, and no longer', async () => {
  const { mediaId } = await granted(owner, 10);
  const bucket = await bound('media/http', bindings.quarantine);
  const { accessKeyId, secretAccessKey } = root.credentials;
  const signer = { accessKeyId, secretAccessKey, region: root.region, bucket, bucketUrl: `${root.endpoint}/${bucket}` };
  const form = (secondsAgo: number) =>
    presignForm(signer, {
      key: keysOf(mediaId).upload,
      bytes: 10,
      contentType: 'image/jpeg',
      nowMs: Date.now() - secondsAgo * 1000,
      seconds: limits.grantSeconds,
    });
  expect((await postForm(form(limits.grantSeconds + 5), Buffer.alloc(10))).status).toBe(403);
  expect((await postForm(form(limits.grantSeconds - 120), Buffer.alloc(10))).status).toBe(204);
});

test('each hostile file is rejected with its reason, within five seconds and 300 MB', async () => {
  const whole = await jpeg();
  const broken = Buffer.from(await png());
  broken.fill(7, 200, 300);
  const files = [
    ['an SVG with a script', script, 'image/png', 'NOT_AN_IMAGE'],
    ['a zip named .png', zip, 'image/png', 'NOT_AN_IMAGE'],
    ['a playlist', Buffer.from('#EXTM3U\nhttp://127.0.0.1:1/a.ts\n'), 'image/jpeg', 'NOT_AN_IMAGE'],
    ['another type', await png(), 'image/jpeg', 'TYPE_MISMATCH'],
    ['50k x 50k', bomb(50_000, 50_000), 'image/png', 'TOO_MANY_PIXELS'],
    ['a film', await moving(), 'image/png', 'ANIMATED'],
    ['half a JPEG', whole.subarray(0, whole.length / 2), 'image/jpeg', 'DAMAGED'],
    ['a broken PNG', broken, 'image/png', 'DAMAGED'],
    ['a PNG of which most is missing', bomb(8000, 5000), 'image/png', 'DAMAGED'],
    ['one byte', Buffer.alloc(1), 'image/webp', 'NOT_AN_IMAGE'],
  ] as const;
  const results = await bounded(2, files, async ([name, bytes, contentType, reason]) => {
    const mediaId = await upload(owner, bytes, contentType);
    const media = await judged(owner, mediaId);
    expect([name, media.state, media.reason, media.renditions]).toEqual([name, 'REJECTED', reason, []]);
    expect((await objectsOf(mediaId)).renditions).toEqual([]);
    return mediaId;
  });
  const logged = await loggedOf(results);
  expect(logged).toHaveLength(files.length);
  expect(logged.filter(({ durationMs, peakMemoryMb }) => durationMs >= 5000 || peakMemoryMb >= 300)).toEqual([]);
}, 180_000);

test('the largest honest picture stays within the same memory', async () => {
  const bytes = await png(8000, 5000);
  const mediaId = await upload(owner, bytes, 'image/png');
  expect(await judged(owner, mediaId, 90_000)).toMatchObject({ state: 'READY', width: 8000, height: 5000 });
  const [line] = await loggedOf([mediaId]);
  expect(line?.peakMemoryMb).toBeLessThan(300);
}, 120_000);

test('a picture that kills its workers is rejected, and not given to another one', async () => {
  const { mediaId } = await granted(owner, 10);
  await deliver(mediaId, 1, 6);
  expect((await get(owner, mediaId)).body).toMatchObject({ state: 'REJECTED', reason: 'PROCESSING_FAILED' });
});

test('an upload that never comes is swept, seen as expired, and counts no longer', async () => {
  const person = await newPerson();
  const { mediaId } = await granted(person, 10);
  await sweep();
  expect((await get(person, mediaId)).body.state).toBe('PENDING');
  await age(mediaId, 31);
  // The sweep of this minute may be the one that settles it.
  await sweep();
  expect((await get(person, mediaId)).body).toMatchObject({ state: 'REJECTED', reason: 'UPLOAD_EXPIRED' });
  await age(mediaId, 16);
  await sweep();
  expect(await recordOf(mediaId)).not.toHaveProperty('dueAtMs');
  expect((await remove(person, mediaId)).status).toBe(204);
});

test('bytes that a deleted media item still receives are removed too, and then its record', async () => {
  const bytes = await jpeg(50, 40);
  const { mediaId, upload: form } = await granted(owner, bytes.length);
  expect((await remove(owner, mediaId)).status).toBe(204);
  expect((await postForm(form, bytes)).status).toBe(204);
  await deliver(mediaId);
  expect((await objectsOf(mediaId)).upload).toHaveLength(1);
  await age(mediaId, 31);
  await sweep();
  expect(await objectsOf(mediaId)).toEqual({ upload: [], renditions: [], published: [] });
  expect(await recordOf(mediaId)).toBeUndefined();
  expect((await get(owner, mediaId)).status).toBe(404);
});

test('a user has a limited number of media items, and deleted or rejected ones make room', async () => {
  const person = await newPerson();
  const most = Math.floor(limits.bytes / limits.imageBytes);
  const ids = (await bounded(8, Array.from({ length: most }), () => granted(person, limits.imageBytes))).map(
    ({ mediaId }) => mediaId,
  );
  const refused = (answer: Answer) => [answer.status, answer.body.code];
  expect(refused(await announce(person, limits.imageBytes))).toEqual([409, 'TOO_MUCH_MEDIA']);
  // A repeated operation makes no second media item, even with the quota used up.
  await remove(person, String(ids[0]));
  await remove(person, String(ids[0]));
  expect((await announce(person, limits.imageBytes)).status).toBe(201);
  expect((await announce(person, limits.imageBytes)).status).toBe(409);
  await age(String(ids[1]), 31);
  await sweep();
  expect((await announce(person, limits.imageBytes)).status).toBe(201);
  expect((await announce(person, limits.imageBytes)).status).toBe(409);
}, 120_000);

test('nobody without an account announces or lists, and the CDN gives no names', async () => {
  expect((await ask('POST', '/api/media', { body: {} })).status).toBe(401);
  expect((await ask('GET', '/api/media')).status).toBe(401);
  for (const path of ['/media/', '/media/x', '/renditions/', '/uploads/x', '/media/../renditions/x'])
    expect([path, (await ask('GET', path)).status >= 400]).toEqual([path, true]);
  expect(outputs.consoleUrl).toMatch(/cloudfront/);
});
