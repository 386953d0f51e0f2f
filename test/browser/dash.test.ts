// DASH in a real browser, by a player that is not ours: a private video with signed addresses, and a public one from the CDN.
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Media } from '../../lambdas/media/contract.ts';
import { eventually, newPerson } from '../local/kit/client.ts';
import { captioned } from '../local/media/captions-world.ts';
import { change } from '../local/media/media-world.ts';
import { filmBytes, finished, uploadVideo } from '../local/media/video-world.ts';
import { openConsole } from './steps/console-page.ts';

const app = openConsole();
const require = createRequire(import.meta.url);
const shaka = require.resolve('shaka-player/dist/shaka-player.dash.js');

/** As far as this test uses it. */
interface ShakaPlayer {
  attach(video: HTMLVideoElement): Promise<void>;
  load(url: string): Promise<void>;
  configure(option: string, value: unknown): void;
  getVariantTracks(): { height: number; width: number }[];
  selectVariantTrack(track: { height: number }, clearBuffer: boolean): void;
  getTextTracks(): { label: string; language: string }[];
  selectTextTrack(track: { label: string }): void;
}

/** A page of the console's origin with nothing on it but a player that begins to load the manifest. */
async function openPlayer(dashUrl: string): Promise<{ page: Page; refused: readonly string[] }> {
  // The console's policy allows its own scripts only.
  const page = await app.newPage({ bypassCSP: true });
  // The document has to come from the system itself: Chromium lets no other one read from this machine.
  await page.goto(app.url);
  await page.setContent('<!doctype html><video muted loop autoplay></video>');
  await page.addScriptTag({ path: shaka });
  const refused: string[] = [];
  const note = (url: string, why: unknown) => /\.(?:mpd|mp4|vtt)\b/.test(url) && refused.push(`${url} ${why}`);
  page.on('requestfailed', (request) => note(request.url(), request.failure()?.errorText));
  page.on('response', (response) => response.ok() || note(response.url(), response.status()));
  await page.evaluate((url) => {
    const scope = window as unknown as { shaka: { Player: new () => ShakaPlayer }; player: ShakaPlayer };
    const video = document.querySelector('video');
    if (!video) return;
    scope.player = new scope.shaka.Player();
    scope.player.configure('abr.enabled', false);
    void scope.player.attach(video).then(() => scope.player.load(url));
  }, dashUrl);
  return { page, refused };
}

const sizesIn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    (window as unknown as { player: ShakaPlayer }).player
      .getVariantTracks()
      .map(({ width, height }) => `${width} × ${height}`)
      .sort(),
  );

/** Plays one size until its pictures are shown and the film goes on. */
async function mustPlay(page: Page, height: number): Promise<void> {
  await page.evaluate((wanted) => {
    const { player } = window as unknown as { player: ShakaPlayer };
    const track = player.getVariantTracks().find((one) => one.height === wanted);
    if (track) player.selectVariantTrack(track, true);
  }, height);
  const shown = () =>
    page.locator('video').evaluate((video: HTMLVideoElement) => ({
      height: video.videoHeight,
      seconds: video.currentTime,
      error: video.error?.message ?? '',
    }));
  const began = await eventually(shown, (now) => now.height === height || now.error !== '', 60_000);
  expect(began).toMatchObject({ height, error: '' });
  const later = await eventually(shown, ({ seconds }) => seconds > 0 && seconds !== began.seconds, 60_000);
  expect(later.seconds).not.toBe(began.seconds);
}

/** Turns its captions on; returns their label, language and first line. */
async function captionsOf(page: Page): Promise<unknown> {
  await page.evaluate(() => {
    const { player } = window as unknown as { player: ShakaPlayer };
    const [track] = player.getTextTracks();
    if (track) player.selectTextTrack(track);
  });
  const told = () =>
    page.locator('video').evaluate((video: HTMLVideoElement) => {
      const [track] = video.textTracks;
      const [first] = track?.cues ?? [];
      return { label: track?.label, language: track?.language, text: (first as VTTCue | undefined)?.text ?? '' };
    });
  return eventually(told, ({ text }) => text !== '', 60_000);
}

test('a private and a public video play by DASH in each size, with their captions', async () => {
  const owner = await newPerson();
  const bytes = await filmBytes({ size: '1920x1080', rate: '10', seconds: 9, sound: true });
  const mediaId = await uploadVideo(owner, bytes);
  const before = await finished(owner, mediaId);
  const media = await captioned(owner, mediaId);
  const shown = (await change(owner, mediaId, { visibility: 'public' })).body as Media;
  for (const { video, visibility } of [media, shown]) {
    const { page, refused } = await openPlayer(video?.dashUrl ?? '');
    const sizes = await eventually(
      () => sizesIn(page),
      ({ length }) => length > 0 || refused.length > 0,
      60_000,
    );
    expect([visibility, refused, sizes]).toEqual([visibility, [], ['1280 × 720', '1920 × 1080', '854 × 480']]);
    for (const height of [1080, 480, 720]) await mustPlay(page, height);
    expect(await captionsOf(page)).toMatchObject({
      ...{ label: 'Sample text', language: 'en-US' },
      text: expect.stringContaining('ministack'),
    });
    await page.close();
  }
  // The address of before the captions, if they were later, still plays.
  const { page } = await openPlayer(before.video?.dashUrl ?? '');
  await eventually(
    () => sizesIn(page),
    ({ length }) => length > 0,
    60_000,
  );
  await mustPlay(page, 480);
}, 300_000);
