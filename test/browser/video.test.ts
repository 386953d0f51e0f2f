// A video in a real browser: dropped, seen to be transcoded, played, looked through and deleted; and what is done when its addresses end.
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { newPerson } from '../local/client.ts';
import { filmBytes, finished, uploadVideo } from '../local/video-world.ts';
import { openConsole, screenshots, watchForErrors } from './console-page.ts';
import { keysOf } from './keys.ts';
import { drop } from './media-page.ts';
import { enter } from './shop-page.ts';

const app = openConsole();
const TRANSCODED = { timeout: 180_000 };

/** Waits for a condition on `video`, the element. */
const until = (page: Page, condition: string) =>
  page.waitForFunction(`(() => { const video = document.querySelector('video'); return video && (${condition}); })()`);
const on = <T>(page: Page, what: string): Promise<T> =>
  page.evaluate(`(() => { const video = document.querySelector('video'); return ${what}; })()`);
/** Without sound, as browsers allow it without a click. */
const play = (page: Page) => on<void>(page, '(video.muted = true, video.play())');

const playerScript = /\/assets\/hls-playback-\w+\.js$/;

test('a dropped video is transcoded, played in the quality that is chosen, looked through and deleted', async () => {
  const page = await app.newPage();
  const errors = watchForErrors(page);
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
  const bytes = await filmBytes({ size: '1280x720', seconds: 26, sound: true });
  await enter(page, app.url, await newPerson(), '#/media');
  await page.getByText('Nothing yet').waitFor();
  await drop(page, 'harbour.mp4', 'video/mp4', bytes);
  await page.getByRole('status').getByText('harbour.mp4 is uploaded.').waitFor();

  await page.getByRole('link', { name: 'Open harbour.mp4' }).click(TRANSCODED);
  const bars = page.getByRole('region', { name: 'Being transcoded' });
  await bars.getByRole('progressbar', { name: /^480p \(854 × 480\): [1-9]\d?%$/ }).waitFor(TRANSCODED);
  expect(await bars.getByRole('progressbar', { name: /^720p \(1280 × 720\)/ }).count()).toBe(1);
  await page.screenshot({ path: `${screenshots}/video-progress-1280.png`, fullPage: true });
  expect(scripts.some((path) => playerScript.test(path))).toBe(false);

  await page.getByLabel('Quality').waitFor(TRANSCODED);
  expect(scripts.some((path) => playerScript.test(path))).toBe(true);
  expect(await bars.count()).toBe(0);
  expect(await page.getByLabel('Quality').locator('option').allTextContents()).toEqual(['Auto', '720p', '480p']);
  await play(page);
  await until(page, 'video.currentTime > 1');
  for (const [name, width, height] of [
    ['480p', 854, 480],
    ['720p', 1280, 720],
    ['480p', 854, 480],
  ] as const) {
    await page.getByLabel('Quality').selectOption(name);
    await until(page, `video.videoWidth === ${width} && video.videoHeight === ${height}`);
    await page.getByText(`Now ${name}`).waitFor();
  }
  const before = await on<number>(page, 'video.currentTime');
  await until(page, `video.currentTime > ${before} + 1`);

  const slider = page.getByRole('slider', { name: 'Look at a moment' });
  await slider.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await until(page, 'video.currentTime > 24 && !video.seeking');
  const tile = page.locator('.seek-tile img');
  await tile.waitFor();
  await page.waitForFunction(() => (document.querySelector<HTMLImageElement>('.seek-tile img')?.naturalWidth ?? 0) > 0);
  await slider.hover({ position: { x: 12, y: 5 } });
  await page.locator('.seek-tile').getByText('0:00').waitFor();
  await page.screenshot({ path: `${screenshots}/video-1280.png`, fullPage: true });

  const keys = keysOf(page);
  await page.getByRole('heading', { level: 1 }).focus();
  await keys.to('Delete harbour.mp4');
  await keys.press('Enter');
  await page.locator('dialog :focus').waitFor();
  await keys.to('Delete');
  await keys.press('Enter');
  await page.getByText('Nothing yet').waitFor();
  expect(errors).toEqual([]);
}, 300_000);

test('when the addresses of a private video end, it goes on where it was with new ones', async () => {
  const page = await app.newPage();
  const owner = await newPerson();
  const mediaId = await uploadVideo(owner, await filmBytes({ seconds: 90, rate: '10' }));
  expect(await finished(owner, mediaId)).toMatchObject({ state: 'READY', visibility: 'private' });
  let refused = 0;
  let ended = false;
  await page.route(/\/renditions\/.*\.mp4/, (route) => {
    if (!ended) return route.continue();
    refused += 1;
    return route.fulfill({ status: 403, body: 'Request has expired', headers: { 'access-control-allow-origin': '*' } });
  });
  page.on('response', (response) => {
    if (ended && response.url().endsWith(`/api/media/${mediaId}`)) ended = false;
  });
  await enter(page, app.url, owner, `#/media/${mediaId}`);
  await play(page).catch(() => {});
  await until(page, 'video.readyState > 2');
  await play(page);
  await until(page, 'video.currentTime > 0.5');
  ended = true;
  await on(page, 'video.currentTime = 70');
  await until(page, 'video.currentTime > 71 && video.currentTime < 80 && !video.paused');
  expect(refused).toBeGreaterThan(0);
  expect(ended).toBe(false);

  // New ones that are refused as well are not the reason: it says so, and goes on when it is asked to.
  await page.route(/\/renditions\/.*\.mp4/, (route) =>
    route.fulfill({ status: 403, body: 'No', headers: { 'access-control-allow-origin': '*' } }),
  );
  await on(page, 'video.currentTime = 5');
  await page.getByRole('alert').getByText('The video could not be loaded').waitFor();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await until(page, 'video.currentTime > 5 && video.currentTime < 15 && !video.paused');
}, 300_000);
