// A video in a real browser: dropped, transcoded, played, previewed and deleted; and what happens when its URLs expire.
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually, newPerson, type Person } from '../local/kit/client.ts';
import { get } from '../local/media/media-world.ts';
import { filmBytes, finished, uploadVideo } from '../local/media/video-world.ts';
import { openConsole, screenshots, watchForErrors } from './steps/console-page.ts';
import { keysOf } from './steps/keys.ts';
import { drop } from './steps/media-page.ts';
import { enter } from './steps/shop-page.ts';

const app = openConsole();
const TRANSCODED = { timeout: 180_000 };

interface Shown {
  readonly seconds: number;
  readonly size: string;
  readonly paused: boolean;
  readonly seeking: boolean;
  readonly ready: boolean;
}
const shown = (page: Page): Promise<Shown> =>
  page.locator('video').evaluate((video: HTMLVideoElement) => ({
    seconds: video.currentTime,
    size: `${video.videoWidth} × ${video.videoHeight}`,
    paused: video.paused,
    seeking: video.seeking,
    ready: video.readyState > 2,
  }));
async function until(page: Page, is: (video: Shown) => boolean): Promise<void> {
  const video = await eventually(() => shown(page), is, 60_000);
  if (!is(video)) throw new Error(`After a minute the video is still ${JSON.stringify(video)}`);
}

/** Muted, because browsers then allow playback without a click; looped, so that a slow test does not reach the end. */
const play = (page: Page) =>
  page.locator('video').evaluate((video: HTMLVideoElement) => {
    video.muted = true;
    video.loop = true;
    return video.play();
  });
const seek = (page: Page, to: number) =>
  page.locator('video').evaluate((video: HTMLVideoElement, seconds) => {
    video.currentTime = seconds;
  }, to);

const playerScript = /\/assets\/hls-playback-\w+\.js$/;

test('a dropped video is transcoded, played in the quality that is chosen, looked through and deleted', async () => {
  const page = await app.newPage();
  const errors = watchForErrors(page);
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
  const bytes = await filmBytes({ size: '1280x720', rate: '15', seconds: 26, sound: true });
  await enter(page, app.url, await newPerson(), '#/media');
  await page.getByText('Nothing yet').waitFor();
  await drop(page, 'harbour.mp4', 'video/mp4', bytes);
  await page.getByRole('status').getByText('harbour.mp4 is uploaded.').waitFor();

  await page.getByRole('link', { name: 'Open harbour.mp4' }).click(TRANSCODED);
  const bars = page.getByRole('region', { name: 'Transcoding' });
  await bars.getByRole('progressbar', { name: /^480p \(854 × 480\): [1-9]\d?%$/ }).waitFor(TRANSCODED);
  expect(await bars.getByRole('progressbar', { name: /^720p \(1280 × 720\)/ }).count()).toBe(1);
  await page.screenshot({ path: `${screenshots}/video-progress-1280.png`, fullPage: true });
  expect(scripts.some((path) => playerScript.test(path))).toBe(false);

  await page.getByLabel('Quality').waitFor(TRANSCODED);
  expect(scripts.some((path) => playerScript.test(path))).toBe(true);
  expect(await bars.count()).toBe(0);
  expect(await page.getByLabel('Quality').locator('option').allTextContents()).toEqual(['Auto', '720p', '480p']);
  await play(page);
  await until(page, ({ seconds }) => seconds > 1);
  for (const [name, expected] of [
    ['480p', '854 × 480'],
    ['720p', '1280 × 720'],
    ['480p', '854 × 480'],
  ] as const) {
    await page.getByLabel('Quality').selectOption(name);
    await until(page, ({ size }) => size === expected);
    await page.getByText(`Now ${name}`).waitFor();
  }

  await page.getByText('The captions are sample text from the emulator').waitFor(TRANSCODED);
  await page.getByRole('button', { name: 'Captions' }).click();
  const lines = () =>
    page.locator('video').evaluate((video: HTMLVideoElement) => Number(video.textTracks[0]?.cues?.length));
  expect(await eventually(lines, (count) => count > 0)).toBeGreaterThan(0);

  const slider = page.getByRole('slider', { name: 'Preview a moment' });
  await slider.focus();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await until(page, ({ seconds, seeking }) => seconds >= 1 && seconds < 10 && !seeking);
  const tile = page.locator('.seek-tile img');
  await tile.waitFor();
  await page.waitForFunction(() => (document.querySelector<HTMLImageElement>('.seek-tile img')?.naturalWidth ?? 0) > 0);
  await slider.hover({ position: { x: 12, y: 5 } });
  await page.locator('.seek-tile').getByText('0:00').waitFor();
  await page.screenshot({ path: `${screenshots}/video-1280.png`, fullPage: true });

  const keys = keysOf(page);
  await page.getByRole('link', { name: '← Media' }).focus();
  await keys.to('harbour.mp4');
  // Inside the video the browser shows the focus itself.
  await page.getByLabel('Quality').focus();
  await keys.to('Delete harbour.mp4');
  await keys.press('Enter');
  await page.locator('dialog :focus').waitFor();
  await keys.to('Delete');
  await keys.press('Enter');
  await page.getByText('Nothing yet').waitFor();
  expect(errors).toEqual([]);
}, 300_000);

let made: Promise<{ owner: Person; mediaId: string }> | undefined;
/** Ninety seconds at a low bitrate; hls.js would load all of it at once. */
function silentFilm() {
  made ??= (async () => {
    const owner = await newPerson();
    const mediaId = await uploadVideo(owner, await filmBytes({ seconds: 90, rate: '10' }));
    expect(await finished(owner, mediaId)).toMatchObject({ state: 'READY', visibility: 'private' });
    return { owner, mediaId };
  })();
  return made;
}

const SEGMENTS = /\/renditions\/.*\.mp4/;
/** An expired URL as S3 answers it, with CORS headers that let the page read the status. */
const EXPIRED = { status: 403, body: 'Request has expired', headers: { 'access-control-allow-origin': '*' } };

test('when the URLs of a private video expire, playback continues with new ones', async () => {
  const page = await app.newPage();
  const { owner, mediaId } = await silentFilm();
  // A few segments arrive, then nothing until the player seeks to a moment whose URL has expired.
  let mode: 'start' | 'refuse' | 'pass' = 'start';
  let came = 0;
  let refused = 0;
  await page.route(SEGMENTS, async (route) => {
    if (mode === 'start') came += 1;
    if (mode === 'start' && came > 3) return;
    if (mode !== 'refuse') return route.continue();
    refused += 1;
    return route.fulfill(EXPIRED);
  });
  page.on('request', (request) => {
    if (mode === 'refuse' && request.url().endsWith(`/api/media/${mediaId}`)) mode = 'pass';
  });
  await enter(page, app.url, owner, `#/media/${mediaId}`);
  await until(page, ({ ready }) => ready);
  await play(page);
  await until(page, ({ seconds }) => seconds > 0.5);
  mode = 'refuse';
  await seek(page, 70);
  await until(page, ({ seconds, paused }) => seconds > 71 && seconds < 80 && !paused);
  expect(refused).toBeGreaterThan(0);
  expect(mode).toBe('pass');

  // If the new URLs are refused too, expiry is not the cause: the page reports an error and resumes on "Try again".
  await page.route(SEGMENTS, (route) => route.fulfill(EXPIRED));
  await seek(page, 5);
  await page.getByRole('alert').getByText('The video could not be loaded').waitFor();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await until(page, ({ seconds, paused }) => seconds > 5.5 && seconds < 15 && !paused);
}, 300_000);

test('captions are turned on and off, also by the browser itself, and a sample is called one', async () => {
  const page = await app.newPage();
  const errors = watchForErrors(page);
  const { owner, mediaId } = await silentFilm();
  const url = `${app.url.replace(/\/$/, '')}/media/example.vtt`;
  const vtt = 'WEBVTT\n\n00:00.000 --> 01:30.000\nA sample line.\n';
  const { body: media } = await get(owner, mediaId);
  media.video.captions = { state: 'READY', source: 'sample', language: 'en', url };
  await page.route(`**/api/media/${mediaId}`, (route) => route.fulfill({ json: media }));
  await page.route(url, (route) => route.fulfill({ contentType: 'text/vtt', body: vtt }));
  await enter(page, app.url, owner, `#/media/${mediaId}`);
  await page.getByText('The captions are sample text from the emulator').waitFor();
  const button = page.getByRole('button', { name: 'Captions' });
  const cues = () =>
    page.locator('video').evaluate((video: HTMLVideoElement) => {
      const [track] = video.textTracks;
      return `${track?.mode}: ${[...(track?.activeCues ?? [])].map((cue) => (cue as VTTCue).text).join()}`;
    });
  // The page shows no caption for a video that never played.
  await play(page);
  await button.click();
  expect(await button.getAttribute('aria-pressed')).toBe('true');
  expect(await eventually(cues, (text) => text.endsWith('.'))).toBe('showing: A sample line.');
  await button.click();
  expect(await cues()).toBe('disabled: ');
  await page.locator('video').evaluate((video: HTMLVideoElement) => {
    for (const track of video.textTracks) track.mode = 'showing';
  });
  await page.locator('button[aria-pressed="true"]', { hasText: 'Captions' }).waitFor();
  expect(errors).toEqual([]);
}, 300_000);
