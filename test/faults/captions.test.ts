// Caption workers crash at every call: captions are stored once and whole, and no output of Transcribe is left.
// @takes 45 s
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually, newPerson, type Person, unique } from '../local/kit/client.ts';
import {
  awaitAgain,
  captioned,
  finishCaptions,
  forgetJob,
  startCaptions,
  transcriptsOf,
  writeSubtitles,
} from '../local/media/captions-world.ts';
import { recordOf } from '../local/media/media-world.ts';
import { fetched, filmBytes, finished, uploadVideo } from '../local/media/video-world.ts';
import { again } from '../stock/deployed.ts';
import { arm, disarm, meetEach } from './kit/arm.ts';

const KILLS = ['kill-before', 'kill-after'] as const;
let owner: Person;
let mediaId: string;

beforeAll(async () => {
  owner = await newPerson();
  mediaId = await uploadVideo(owner, await filmBytes({ size: '320x180', seconds: 2, sound: true }));
  await finished(owner, mediaId);
  await captioned(owner, mediaId);
}, 120_000);
afterAll(disarm);

const versionOf = async (): Promise<number> => Number((await recordOf(mediaId))?.version);

async function expectKept(text: string, version: number): Promise<void> {
  const { video } = await captioned(owner, mediaId);
  expect(video?.captions).toMatchObject({ state: 'READY', source: 'sample' });
  expect((await fetched(video?.captions.url ?? '')).toString()).toContain(text);
  expect((await fetched(video?.playbackUrl ?? '')).toString()).toContain('TYPE=SUBTITLES');
  expect(await versionOf()).toBe(version);
}

test('wherever the worker dies that begins them, Transcribe is asked once and the captions come', async () => {
  const points = await meetEach('media/start-captions', KILLS, async () => {
    await forgetJob(mediaId);
    await awaitAgain(mediaId);
    const version = await versionOf();
    await again(() => startCaptions(mediaId));
    await expectKept('ministack', version + 1);
  });
  expect(points).toBeGreaterThanOrEqual(4);
}, 600_000);

test('wherever the worker dies that ends them, they are kept once, in the master too', async () => {
  const points = await meetEach('media/finish-captions', KILLS, async () => {
    const text = `Said ${unique()}.`;
    await awaitAgain(mediaId);
    await writeSubtitles(mediaId, `WEBVTT\n\n1\n00:00.000 --> 00:01.000\n${text}\n`);
    const version = await versionOf();
    await again(async () => expect(await finishCaptions(mediaId)).toEqual({ batchItemFailures: [] }));
    await expectKept(text, version + 1);
    expect(await transcriptsOf(mediaId)).toEqual([]);
  });
  expect(points).toBeGreaterThanOrEqual(20);
}, 900_000);

test('of two workers that end them at once, the late one finds nothing left to do', async () => {
  const text = `Said ${unique()}.`;
  await awaitAgain(mediaId);
  await writeSubtitles(mediaId, `WEBVTT\n\n1\n00:00.000 --> 00:01.000\n${text}\n`);
  const version = await versionOf();
  const armed = arm('media/finish-captions', { call: 1, kind: 'stop', at: '.vtt' });
  const late = finishCaptions(mediaId);
  const [stopped] = await eventually(
    async () => armed.fired(),
    (fired) => fired.length > 0,
  );
  expect(await finishCaptions(mediaId)).toEqual({ batchItemFailures: [] });
  if (stopped) process.kill(stopped.pid, 'SIGCONT');
  expect(await late).toEqual({ batchItemFailures: [] });
  disarm();
  await expectKept(text, version + 1);
  expect(await transcriptsOf(mediaId)).toEqual([]);
}, 120_000);
