// Videos from their owner's view: uploaded, judged, transcoded in parts, played by HLS, public or private, and deleted.
import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { Media } from '../../../lambdas/media/contract.ts';
import { ask, newPerson, type Person } from '../kit/client.ts';
import { age, change, deliver, get, objectsOf, recordOf, remove, sweep } from './media-world.ts';
import {
  dashed,
  deliverAccepted,
  deliverPart,
  fetched,
  filmBytes,
  finished,
  outputOf,
  played,
  uploadVideo,
} from './video-world.ts';

let owner: Person;
let other: Person;
let bytes: Buffer;
let mediaId: string;
let media: Media;
const seen: Media[] = [];

const pathOf = (url: string | null | undefined): string => new URL(url ?? '').pathname;

beforeAll(async () => {
  [owner, other] = [await newPerson(), await newPerson()];
  bytes = await filmBytes({ size: '1280x720', rate: '25', seconds: 30, sound: true });
  mediaId = await uploadVideo(owner, bytes);
  media = await finished(owner, mediaId, seen);
}, 200_000);

test('a video is READY with all that a player needs, and tells its progress on the way', () => {
  expect(media).toMatchObject({
    state: 'READY',
    kind: 'video',
    reason: null,
    width: 1280,
    height: 720,
    checksum: createHash('sha256').update(bytes).digest('hex'),
    renditions: [],
    video: {
      durationSeconds: 30,
      framesPerSecond: 25,
      renditions: [
        { name: '720p', width: 1280, height: 720, percent: 100 },
        { name: '480p', width: 854, height: 480, percent: 100 },
      ],
      thumbnails: { tilesEach: 6, columns: 5, tileWidth: 160, tileHeight: 90, secondsEach: 4 },
    },
  });
  expect(media.video?.thumbnails?.sheets).toHaveLength(2);
  const onTheWay = seen.filter(({ state }) => state === 'PROCESSING');
  const percents = onTheWay.map(({ video }) => video?.renditions[0]?.percent ?? -1);
  expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  expect(new Set(percents).size).toBeGreaterThan(2);
  // No part is available before the whole is.
  for (const { video } of onTheWay)
    expect([video?.playbackUrl, video?.dashUrl, video?.posterUrl, video?.thumbnails]).toEqual([null, null, null, null]);
});

test('it plays in both sizes: every frame once, key frames where segments begin, with sound as long as the pictures', async () => {
  const { pictures, sound } = await played(media.video?.playbackUrl ?? '');
  expect([...pictures.keys()]).toEqual(['1280x720', '854x480']);
  for (const { packets, segments } of pictures.values()) {
    expect(packets).toHaveLength(750);
    expect(segments.reduce((sum, seconds) => sum + seconds, 0)).toBeCloseTo(30, 3);
    const first = packets[0]?.seconds ?? 0;
    const keys = packets.flatMap(({ isKey, seconds }) => (isKey ? [Math.round(25 * (seconds - first))] : []));
    expect(keys).toEqual([0, 100, 200, 300, 400, 500, 600, 700]);
  }
  expect(Math.abs((sound?.segments.reduce((sum, seconds) => sum + seconds, 0) ?? 0) - 30)).toBeLessThan(0.05);
  // Each is a JPEG.
  for (const url of [media.video?.posterUrl, ...(media.video?.thumbnails?.sheets ?? [])])
    expect((await fetched(url ?? '')).subarray(0, 3).toString('hex')).toBe('ffd8ff');
});

test('it plays by DASH from the same files: every frame of each size, and its sound', async () => {
  const { manifest, tracks } = await dashed(media.video?.dashUrl ?? '');
  expect([...tracks.keys()]).toEqual(['720p', '480p', 'audio']);
  expect([tracks.get('720p')?.length, tracks.get('480p')?.length]).toEqual([750, 750]);
  const { sound, pictures } = await played(media.video?.playbackUrl ?? '');
  expect(tracks.get('audio')?.length).toBe(sound?.packets.length);
  const names = (text = '') => new Set(text.match(/[0-9a-f]{32}\.mp4/g));
  const playlists = [...pictures.values(), sound].map((track) => track?.text).join();
  expect(names(manifest)).toEqual(names(playlists));
});

test('redelivered messages of its workers change nothing, however often', async () => {
  const record = await recordOf(mediaId);
  const files = (await objectsOf(mediaId)).renditions;
  await deliver(mediaId, 3);
  await deliverAccepted(mediaId, 3);
  for (const part of ['poster', 'audio', 'chunk-00000', 'chunk-00001']) await deliverPart(mediaId, part);
  const after = await recordOf(mediaId);
  expect({ ...after, video: undefined }).toEqual({ ...record, video: undefined, ...captionsOnly(after) });
  expect(outputOf((await get(owner, mediaId)).body).checksum).toBe(media.checksum);
  for (const file of files) expect((await objectsOf(mediaId)).renditions).toContain(file);
});

/** Captions may arrive at any time; nothing else may change. */
const captionsOnly = (after: Record<string, unknown> | undefined) => ({
  version: after?.version,
  movedAtMs: after?.movedAtMs,
  dueAtMs: after?.dueAtMs,
});

test('three messages of one upload are one job with the same output as any other', async () => {
  const short = await filmBytes({ size: '320x180', seconds: 2 });
  const [one, two] = [await uploadVideo(owner, short), await uploadVideo(owner, short)];
  await Promise.all([deliver(one), deliver(one), deliver(one)]);
  const [first, second] = [await finished(owner, one), await finished(owner, two)];
  expect(first.state).toBe('READY');
  expect(outputOf(first)).toEqual(outputOf(second));
  expect(first.video?.captions).toEqual({ state: 'NONE', source: null, language: null, url: null });
}, 120_000);

test('an address of a private video plays it, and nothing else does', async () => {
  const url = new URL(media.video?.playbackUrl ?? '');
  const [token = '', file = ''] = url.pathname.split('/').slice(-2);
  const status = async (path: string) => (await ask('GET', path)).status;
  const at = (given: string, name = file) => status(`/api/media/playback/${given}/${name}`);
  const good = await ask('GET', url.pathname);
  expect([good.status, good.headers['content-type']]).toEqual([200, 'application/vnd.apple.mpegurl']);
  const [id = '', expires = '', seal = ''] = token.split('.');
  expect(await at(`${id}.${Number(expires) + 600}.${seal}`)).toBe(404);
  expect(await at(`${'0'.repeat(20)}.${expires}.${seal}`)).toBe(404);
  expect(await at(`${id}.${expires}.${'A'.repeat(seal.length)}`)).toBe(404);
  expect(await at(token, `${'0'.repeat(32)}.m3u8`)).toBe(404);
  expect(await at(token, 'master.m3u8')).toBe(400);
  const dash = new URL(media.video?.dashUrl ?? '');
  const manifest = await ask('GET', dash.pathname);
  expect([manifest.status, manifest.headers['content-type']]).toEqual([200, 'application/dash+xml']);
  expect(manifest.bytes.toString()).toMatch(/X-Amz-Signature=/);
  expect(manifest.bytes.toString()).not.toMatch(/&(?!amp;)/);
  expect(await status(dash.pathname.replace(token, `${id}.${expires}.${'A'.repeat(seal.length)}`))).toBe(404);
  expect(await status(dash.pathname.replace('/dash/', '/playback/'))).toBe(400);
  // Not even the owner of another media item gets in.
  expect((await get(other, mediaId)).status).toBe(404);
  const segments = [...(await played(url.href)).pictures.values()][0]?.text ?? '';
  const signed = new URL(/^http\S+$/m.exec(segments)?.[0] ?? '');
  signed.searchParams.set('X-Amz-Signature', '0'.repeat(64));
  expect((await fetch(signed)).status).toBe(403);
});

test('shown to everybody it plays from the CDN with ranges and for ever, and when it is deleted it is gone from there', async () => {
  const short = await filmBytes({ size: '320x180', seconds: 3, sound: true });
  const id = await uploadVideo(owner, short);
  await finished(owner, id);
  expect((await change(owner, id, { visibility: 'public' })).status).toBe(200);
  const { body } = await get(other, id);
  const url = body.video.playbackUrl;
  expect(pathOf(url)).toMatch(new RegExp(`^/media/${id}/[0-9a-f]{32}\\.m3u8$`));
  const { pictures, sound } = await played(url);
  expect([...pictures.values()].map(({ packets }) => packets.length)).toEqual([75]);
  expect(sound?.segments.length).toBe(1);
  const dash = pathOf(body.video.dashUrl);
  expect(dash).toMatch(new RegExp(`^/media/${id}/[0-9a-f]{32}\\.mpd$`));
  expect((await ask('GET', dash)).headers['content-type']).toBe('application/dash+xml');
  expect((await dashed(body.video.dashUrl)).tracks.get('180p')?.length).toBe(75);
  const name = /^\S+\.mp4$/m.exec([...pictures.values()][0]?.text ?? '')?.[0] ?? '';
  const part = await ask('GET', `/media/${id}/${name}`, { headers: { range: 'bytes=0-3' } });
  expect([part.status, part.bytes.length, part.headers['cache-control'], part.headers['content-type']]).toEqual([
    206,
    4,
    'public, max-age=31536000, immutable',
    'video/mp4',
  ]);
  expect(part.headers.etag).toBeDefined();
  expect((await remove(owner, id)).status).toBe(204);
  expect((await ask('GET', pathOf(url))).status).toBeGreaterThanOrEqual(400);
  expect((await ask('GET', dash)).status).toBeGreaterThanOrEqual(400);
  expect((await ask('GET', `/media/${id}/${name}`)).status).toBeGreaterThanOrEqual(400);
  await age(id, 31);
  await sweep();
  expect(await objectsOf(id)).toEqual({ upload: [], renditions: [], published: [] });
  expect(await recordOf(id)).toBeUndefined();
}, 120_000);
