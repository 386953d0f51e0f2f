// Media from their owner's view: uploaded, judged, rendered, public or private, and deleted.
import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { limits, type Media } from '../../../lambdas/media/contract.ts';
import { jpeg, lengthened, photo, png, webp } from '../../pictures.ts';
import { postForm } from '../jobs/jobs-world.ts';
import { ask, newPerson, outputs, type Person, unique } from '../kit/client.ts';
import {
  age,
  announce,
  change,
  deliver,
  get,
  granted,
  judged,
  objectsOf,
  remove,
  sweep,
  upload,
} from './media-world.ts';

let owner: Person;
let other: Person;
beforeAll(async () => {
  [owner, other] = [await newPerson(), await newPerson()];
});

const pathOf = (url: string): string => new URL(url).pathname;
const list = (person: Person, query = '') => ask('GET', `/api/media${query}`, { token: person.token, direct: true });
const idsIn = (answer: { body: { items: Media[] } }) => answer.body.items.map(({ mediaId }) => mediaId);

test('a photograph is shown upright in three sizes and two formats, without what the camera wrote into it', async () => {
  const bytes = await photo(6, 2400, 1200);
  const mediaId = await upload(owner, bytes);
  const media = await judged(owner, mediaId);
  expect(media).toMatchObject({
    state: 'READY',
    reason: null,
    visibility: 'private',
    width: 1200,
    height: 2400,
    checksum: createHash('sha256').update(bytes).digest('hex'),
  });
  expect(media.placeholder).toMatch(/^data:image\/webp;base64,/);
  expect(media.renditions.map(({ size, format, width, height }) => [size, format, width, height])).toEqual([
    ['small', 'webp', 160, 320],
    ['small', 'jpeg', 160, 320],
    ['medium', 'webp', 480, 960],
    ['medium', 'jpeg', 480, 960],
    ['large', 'webp', 960, 1920],
    ['large', 'jpeg', 960, 1920],
  ]);
  for (const { url, format, width, height, bytes: size } of media.renditions) {
    const answer = await fetch(url);
    const body = Buffer.from(await answer.arrayBuffer());
    expect([answer.status, answer.headers.get('content-type'), body.length]).toEqual([200, `image/${format}`, size]);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const found = await sharp(body).metadata();
    expect([found.width, found.height, found.orientation, found.exif]).toEqual([width, height, undefined, undefined]);
    expect(body.includes('SECRET-OWNER')).toBe(false);
  }
});

test('each type is accepted, and a small picture is not enlarged', async () => {
  const made = [
    ['image/jpeg', await jpeg(300, 200)],
    ['image/png', await png(300, 200)],
    ['image/webp', await webp(300, 200)],
  ] as const;
  for (const [contentType, bytes] of made) {
    const media = await judged(owner, await upload(owner, bytes, contentType));
    expect([contentType, media.state, media.renditions.map(({ width }) => width)]).toEqual([
      contentType,
      'READY',
      [300, 300, 300, 300, 300, 300],
    ]);
  }
});

test('types of programs and of animations are refused with a code, and so are sizes beyond the limit', async () => {
  for (const contentType of ['video/x-msvideo', 'image/gif', 'image/svg+xml', 'application/zip']) {
    const { status, body } = await announce(owner, 10, { contentType });
    expect([contentType, status, body.code]).toEqual([contentType, 422, 'MEDIA_TYPE_REFUSED']);
  }
  expect((await announce(owner, limits.imageBytes + 1)).body.code).toBe('MEDIA_TOO_LARGE');
  expect((await announce(owner, 0)).body.code).toBe('VALIDATION_FAILED');
});

test('an announcement sent again is one media item', async () => {
  const headers = { 'idempotency-key': unique() };
  const body = { filename: 'a.jpg', contentType: 'image/jpeg', sizeBytes: 10 };
  const once = () => ask('POST', '/api/media', { token: owner.token, headers, body, direct: true });
  const [first, second] = [await once(), await once()];
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body.mediaId).toBe(first.body.mediaId);
});

test('a public picture comes from the CDN, to be kept for a year; made private or deleted, it is gone from there', async () => {
  const mediaId = await upload(owner, await jpeg());
  await judged(owner, mediaId);
  expect((await get(other, mediaId)).status).toBe(404);
  const shown = await change(owner, mediaId, { visibility: 'public', title: 'For all' });
  expect(shown.body).toMatchObject({ visibility: 'public', title: 'For all', urlsExpireAt: null });
  const { url, bytes } = shown.body.renditions[0];
  expect(url.startsWith(`${outputs.consoleUrl}/media/${mediaId}/`)).toBe(true);
  const answer = await ask('GET', pathOf(url));
  expect([answer.status, answer.bytes.length, answer.headers['content-type']]).toEqual([200, bytes, 'image/webp']);
  expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  const again = await ask('GET', pathOf(url), { headers: { 'if-none-match': answer.headers.etag ?? '' } });
  expect([again.status, again.bytes.length]).toEqual([304, 0]);
  expect((await get(other, mediaId)).body.title).toBe('For all');
  expect(idsIn(await list(other, '?visibility=public&limit=100'))).toContain(mediaId);

  const hidden = await change(owner, mediaId, { visibility: 'private' });
  expect(hidden.body.renditions[0].url).not.toContain(outputs.consoleUrl);
  expect((await ask('GET', pathOf(url))).status).toBe(403);
  expect((await get(other, mediaId)).status).toBe(404);
  expect(idsIn(await list(other, '?visibility=public&limit=100'))).not.toContain(mediaId);

  await change(owner, mediaId, { visibility: 'public' });
  expect((await ask('GET', pathOf(url))).status).toBe(200);
  expect((await remove(owner, mediaId)).status).toBe(204);
  expect((await ask('GET', pathOf(url))).status).toBe(403);
  expect((await get(owner, mediaId)).status).toBe(404);
  expect(await objectsOf(mediaId)).toEqual({ upload: [], renditions: [], published: [] });
  expect((await remove(owner, mediaId)).status).toBe(204);
});

test('nobody reads, changes or deletes what is another’s, by id, list or cursor', async () => {
  const ids = [];
  for (let i = 0; i < 3; i += 1) ids.push(await upload(owner, await jpeg(40, 30 + i)));
  await judged(owner, String(ids.at(-1)));
  expect((await get(other, String(ids[0]))).status).toBe(404);
  expect((await change(other, String(ids[0]), { title: 'Mine' })).status).toBe(404);
  expect((await remove(other, String(ids[0]))).status).toBe(404);
  expect(idsIn(await list(other))).toEqual([]);
  const first = await list(owner, '?limit=2');
  expect(first.body.items).toHaveLength(2);
  const cursor = encodeURIComponent(first.body.cursor);
  expect((await list(other, `?cursor=${cursor}`)).body.code).toBe('INVALID_CURSOR');
  const second = await list(owner, `?limit=2&cursor=${cursor}`);
  expect(idsIn(second).filter((id) => idsIn(first).includes(id))).toEqual([]);
  expect([...idsIn(first), ...idsIn(second)].slice(0, 3)).toEqual([...ids].reverse());
});

test('an item that is made public before it is ready is shown to nobody until then, and to everybody within a sweep', async () => {
  const bytes = await jpeg(70, 50);
  const grant = await granted(owner, bytes.length);
  const { mediaId } = grant;
  expect((await change(owner, mediaId, { title: 'Later' })).body).toMatchObject({ title: 'Later', state: 'PENDING' });
  const wished = await change(owner, mediaId, { visibility: 'public' });
  expect([wished.status, wished.body.visibility, wished.body.state]).toEqual([200, 'public', 'PENDING']);
  await sweep();
  expect((await get(other, mediaId)).status).toBe(404);
  expect((await postForm(grant.upload, bytes)).status).toBe(204);
  expect((await judged(owner, mediaId)).state).toBe('READY');
  await sweep();
  const seen = await get(other, mediaId);
  expect([seen.status, seen.body.title]).toEqual([200, 'Later']);
  expect((await ask('GET', pathOf(seen.body.renditions[0].url))).status).toBe(200);
});

test('an item that was rejected is shown to nobody', async () => {
  const { mediaId } = await granted(owner, 10);
  await deliver(mediaId, 1, 6);
  const { status, body } = await change(owner, mediaId, { visibility: 'public' });
  expect([status, body.code]).toEqual([409, 'MEDIA_NOT_READY']);
});

test('three upload events are one result, and an upload that comes after it changes nothing', async () => {
  const bytes = await jpeg(500, 400);
  const grant = await granted(owner, bytes.length);
  expect((await postForm(grant.upload, bytes)).status).toBe(204);
  const media = await judged(owner, grant.mediaId);
  const before = await objectsOf(grant.mediaId);
  expect(await deliver(grant.mediaId, 3)).toEqual({ batchItemFailures: [] });
  const late = lengthened(await jpeg(300, 200), bytes.length);
  expect((await postForm(grant.upload, late)).status).toBe(204);
  await deliver(grant.mediaId);
  expect((await get(owner, grant.mediaId)).body).toMatchObject({ state: 'READY', checksum: media.checksum });
  expect((await objectsOf(grant.mediaId)).renditions).toEqual(before.renditions);
  // The upload is removed once no more can arrive.
  await age(grant.mediaId, 31);
  await sweep();
  expect(await objectsOf(grant.mediaId)).toEqual({ upload: [], renditions: before.renditions, published: [] });
});
