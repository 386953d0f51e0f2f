// Captions by Transcribe, for which the emulator returns a fixed text: stored once, and in the master as soon as
// it exists.
import { beforeAll, expect, test } from '@jest/globals';
import type { Media } from '../../../lambdas/media/contract.ts';
import { newPerson, type Person } from '../kit/client.ts';
import {
  awaitAgain,
  captioned,
  finishCaptions,
  forgetJob,
  inDash,
  inMaster,
  jobOf,
  removeUpload,
  startCaptions,
  textAt,
  transcriptsOf,
  writeSubtitles,
} from './captions-world.ts';
import { age, change, objectsOf, recordOf, remove, sweep } from './media-world.ts';
import { filmBytes, finished, uploadVideo } from './video-world.ts';

let owner: Person;
let mediaId: string;
let media: Media;

beforeAll(async () => {
  owner = await newPerson();
  mediaId = await uploadVideo(owner, await filmBytes({ size: '320x180', seconds: 3, sound: true }));
  await finished(owner, mediaId);
  media = await captioned(owner, mediaId);
}, 120_000);

/** The media item after Transcribe wrote this text. */
async function afterSubtitles(text: string): Promise<Media> {
  await awaitAgain(mediaId);
  await writeSubtitles(mediaId, text);
  await finishCaptions(mediaId);
  return captioned(owner, mediaId);
}
const said = (text: string): string => `WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\n${text}\n`;

test('a text of the emulator is kept and played as what it is: a sample', async () => {
  expect(media.video?.captions).toMatchObject({ state: 'READY', source: 'sample', language: 'en-US' });
  const text = await textAt(media.video?.captions.url);
  expect(text).toMatch(/^WEBVTT\n\n1\n00:00:00\.000 --> 00:00:03\.000\n\[ministack mock transcript\] /);
  expect(await inMaster(media)).toEqual({ label: 'Sample text', text });
  expect(await inDash(media)).toEqual({ label: 'Sample text', text });
  expect(await transcriptsOf(mediaId)).toEqual([]);
});

test('a silent video has none, and nobody is asked for them', async () => {
  const silent = await uploadVideo(owner, await filmBytes({ size: '320x180', seconds: 1 }));
  await finished(owner, silent);
  await startCaptions(silent);
  const { video } = await captioned(owner, silent);
  expect(video?.captions).toEqual({ state: 'NONE', source: null, language: null, url: null });
  expect(await jobOf(silent)).toBeUndefined();
}, 60_000);

test('a repeated notice changes nothing', async () => {
  const before = await recordOf(mediaId);
  await startCaptions(mediaId, 3);
  await finishCaptions(mediaId, 3);
  expect(await recordOf(mediaId)).toEqual(before);
  await finishCaptions(mediaId, 1, 'another-application-1');
  expect(await recordOf(mediaId)).toEqual(before);
});

test('a job whose end nobody heard of is finished by who starts it again, once by two at a time', async () => {
  await awaitAgain(mediaId);
  await writeSubtitles(mediaId, said('Once.'));
  const version = Number((await recordOf(mediaId))?.version);
  await Promise.all([startCaptions(mediaId), startCaptions(mediaId, 2)]);
  const after = await captioned(owner, mediaId);
  expect(await inMaster(after)).toEqual({ label: 'Sample text', text: said('Once.') });
  // The address that was given before has the sample still, and plays.
  expect(after.video?.playbackUrl).not.toBe(media.video?.playbackUrl);
  expect(await textAt(media.video?.playbackUrl)).toContain('#EXT-X-STREAM-INF');
  expect(after.video?.dashUrl).not.toBe(media.video?.dashUrl);
  expect((await inDash(after))?.text).toBe(said('Once.'));
  expect((await inDash(media))?.text).toContain('ministack');
  expect((await recordOf(mediaId))?.version).toBe(version + 1);
}, 30_000);

test.each([
  ['markup', said('<b>Ha</b>')],
  ['more than a megabyte', said('Ha '.repeat(400_000))],
  ['a page', '<!doctype html>'],
])('%s is not a captions file: FAILED, and the video still plays', async (_, text) => {
  const after = await afterSubtitles(text);
  expect(after).toMatchObject({ state: 'READY', video: { captions: { state: 'FAILED', source: null, url: null } } });
  expect(await textAt(after.video?.playbackUrl)).toContain('#EXT-X-STREAM-INF');
  expect(await transcriptsOf(mediaId)).toEqual([]);
});

test('where nobody speaks there are none', async () => {
  expect((await afterSubtitles('WEBVTT\n')).video?.captions).toMatchObject({ state: 'NONE', url: null });
});

test('a job that fails leaves the video without captions', async () => {
  await forgetJob(mediaId);
  await removeUpload(mediaId);
  await awaitAgain(mediaId);
  await startCaptions(mediaId);
  const after = await captioned(owner, mediaId);
  expect(after).toMatchObject({ state: 'READY', video: { captions: { state: 'FAILED' } } });
  expect(await jobOf(mediaId)).toMatchObject({ TranscriptionJobStatus: 'FAILED' });
}, 30_000);

test('captions that come when everybody sees the video come to the CDN, and the old master stays for who plays it', async () => {
  const id = await uploadVideo(owner, await filmBytes({ size: '320x180', seconds: 2, sound: true }));
  await finished(owner, id);
  await captioned(owner, id);
  const shown = (await change(owner, id, { visibility: 'public' })).body as Media;
  await awaitAgain(id);
  await writeSubtitles(id, said('Late.'));
  await finishCaptions(id);
  const after = await captioned(owner, id);
  expect(after.video?.playbackUrl).not.toBe(shown.video?.playbackUrl);
  expect(new URL(after.video?.captions.url ?? '').pathname).toMatch(new RegExp(`^/media/${id}/[0-9a-f]{32}\\.vtt$`));
  expect((await inMaster(after))?.text).toBe(said('Late.'));
  expect((await inMaster(shown))?.text).toContain('ministack');
  expect((await inDash(after))?.text).toBe(said('Late.'));
  expect((await inDash(shown))?.text).toContain('ministack');
  // Nothing refers to the files of the previous captions any more.
  await age(id, 31);
  await sweep();
  const file = new URL(after.video?.captions.url ?? '').pathname.split('/').at(-1);
  const { renditions } = await objectsOf(id);
  expect(renditions.filter((name) => name.endsWith('.vtt')).length).toBe(2);
  expect(renditions).toContain(file);
}, 90_000);

test('of a video that is deleted nothing is kept, whatever comes', async () => {
  const id = await uploadVideo(owner, await filmBytes({ size: '320x180', seconds: 1, sound: true }));
  await finished(owner, id);
  await captioned(owner, id);
  await awaitAgain(id);
  expect((await remove(owner, id)).status).toBe(204);
  await writeSubtitles(id, said('Too late.'));
  const before = await recordOf(id);
  await startCaptions(id);
  await finishCaptions(id);
  expect(await recordOf(id)).toEqual(before);
  expect(await transcriptsOf(id)).toEqual([]);
  expect((await objectsOf(id)).renditions).toEqual([]);
}, 60_000);
