// Captions: written down by Transcribe, which the emulator answers with a text of its own, or by a program of this machine; kept once,
// and in the master as soon as there is one.
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { bindings, type Media } from '../../lambdas/media/contract.ts';
import { configure } from './aws.ts';
import {
  awaitAgain,
  captioned,
  finishCaptions,
  forgetJob,
  jobOf,
  recogniseSpeech,
  removeUpload,
  startCaptions,
  transcriptsOf,
  writeSubtitles,
} from './captions-world.ts';
import { newPerson, type Person } from './client.ts';
import { age, change, objectsOf, recordOf, remove, sweep } from './media-world.ts';
import { fetched, filmBytes, finished, uploadVideo } from './video-world.ts';

let owner: Person;
let mediaId: string;
let media: Media;

beforeAll(async () => {
  owner = await newPerson();
  mediaId = await uploadVideo(owner, await filmBytes({ size: '320x180', seconds: 3, sound: true }));
  await finished(owner, mediaId);
  media = await captioned(owner, mediaId);
}, 120_000);

const textAt = async (url: string | null | undefined): Promise<string> => (await fetched(url ?? '')).toString();
/** What a player finds when it follows the master to the captions; undefined when that names none. */
async function inMaster({ video }: Media): Promise<{ label: string | undefined; text: string } | undefined> {
  const url = video?.playbackUrl ?? '';
  const line = /^#EXT-X-MEDIA:TYPE=SUBTITLES.*$/m.exec(await textAt(url))?.[0];
  if (!line) return undefined;
  const playlist = new URL(/URI="([^"]+)"/.exec(line)?.[1] ?? '', url).href;
  const file = /^(?!#)\S+$/m.exec(await textAt(playlist))?.[0] ?? '';
  return { label: /NAME="([^"]+)"/.exec(line)?.[1], text: await textAt(new URL(file, playlist).href) };
}

/** What is kept when Transcribe writes that. */
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

test('who hears of it again changes nothing', async () => {
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
  expect((await recordOf(mediaId))?.version).toBe(version + 1);
}, 30_000);

test.each([
  ['markup', said('<b>Ha</b>')],
  ['more than a megabyte', said('Ha '.repeat(400_000))],
  ['a page', '<!doctype html>'],
])('%s is no captions: FAILED, and the video plays on', async (_, text) => {
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
  // The files of the captions before these are nobody's.
  await age(id, 21);
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

test('a program of this machine is asked instead where there is one, and what it cannot do is FAILED', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'recogniser-'));
  const program = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), `#!/bin/sh\n${text}\n`);
    await chmod(join(folder, name), 0o755);
    return join(folder, name);
  };
  const words = {
    language: 'en',
    words: [
      [0, 400, ' Good'],
      [400, 900, ' morning.'],
    ],
  };
  const speaks = await program('speaks', `test -s "$1" && echo '${JSON.stringify(words)}'`);
  const fails = await program('fails', 'exit 1');
  const id = await uploadVideo(owner, await filmBytes({ size: '320x180', seconds: 2, sound: true }));
  await finished(owner, id);
  await captioned(owner, id);
  const undo = await Promise.all(
    ['media/start-captions', 'media/recognise-speech'].map((fn) => configure(fn, { [bindings.recogniser]: speaks })),
  );
  try {
    await awaitAgain(id);
    await startCaptions(id);
    const after = await captioned(owner, id);
    expect(after.video?.captions).toMatchObject({ state: 'READY', source: 'whisper', language: 'en' });
    expect(await inMaster(after)).toEqual({
      label: 'English',
      text: 'WEBVTT\n\n1\n00:00:00.000 --> 00:00:00.900\nGood morning.\n',
    });
    undo.push(await configure('media/recognise-speech', { [bindings.recogniser]: fails }));
    await awaitAgain(id);
    expect(await recogniseSpeech(id, 1)).toMatchObject({ batchItemFailures: [{}] });
    await recogniseSpeech(id, 5);
    expect((await captioned(owner, id)).video?.captions.state).toBe('FAILED');
  } finally {
    for (const each of undo.toReversed()) await each();
  }
}, 90_000);
