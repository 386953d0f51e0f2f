// Views in a real browser: the page reports each view once, the service counts it, and it shows up in the trends.
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, eventually, newPerson, type Person, unique } from '../local/kit/client.ts';
import { change, judged, upload } from '../local/media/media-world.ts';
import { filmBytes, finished, uploadVideo } from '../local/media/video-world.ts';
import { jpeg } from '../pictures.ts';
import { openConsole } from './steps/console-page.ts';
import { enter } from './steps/shop-page.ts';

const app = openConsole();

/** Makes the media item public and waits until the audience service knows it. */
async function shown(owner: Person, mediaId: string, title: string): Promise<void> {
  expect((await change(owner, mediaId, { visibility: 'public', title })).status).toBe(200);
  const known = await eventually(
    () => ask('GET', `/api/audience/media/${mediaId}`, { token: owner.token }),
    ({ status }) => status === 200,
    60_000,
  );
  expect(known.status).toBe(200);
}

const counted = async (person: Person, mediaId: string): Promise<number> =>
  (
    await eventually(
      () => ask('GET', `/api/audience/media/${mediaId}`, { token: person.token }),
      ({ body }) => body.views > 0,
      60_000,
    )
  ).body.views;

/** Status codes that the service answered to the page's reports. */
function toldBy(page: Page): number[] {
  const told: number[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/api/audience/views')) told.push(response.status());
  });
  return told;
}

test('a public picture counts when its page is opened, and trends', async () => {
  const [owner, guest] = [await newPerson(), await newPerson()];
  const mediaId = await upload(owner, await jpeg());
  expect(await judged(owner, mediaId)).toMatchObject({ state: 'READY' });
  const title = `Harbour ${unique()}`;
  await shown(owner, mediaId, title);
  const page = await app.newPage();
  const told = toldBy(page);
  await enter(page, app.url, guest, `#/media/${mediaId}`);
  await page.getByRole('img', { name: title }).waitFor();
  await eventually(
    async () => told.length,
    (length) => length > 0,
  );
  expect(told).toEqual([204]);
  expect(await counted(guest, mediaId)).toBe(1);
  await page.reload();
  await page.getByText('1 view', { exact: true }).waitFor();
  await page.getByRole('link', { name: '← Media' }).click();
  const card = page.getByRole('region', { name: 'Trending' }).locator('li.media', { hasText: title });
  await card.getByText('1 view', { exact: true }).waitFor();
  await card.getByRole('link', { name: title }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}, 180_000);

test('a public video counts once it has played three seconds, and a private one never', async () => {
  const owner = await newPerson();
  const mediaId = await uploadVideo(owner, await filmBytes({ seconds: 12 }));
  expect(await finished(owner, mediaId)).toMatchObject({ state: 'READY' });
  const page = await app.newPage();
  const told = toldBy(page);
  const position = () => page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
  const watch = async (): Promise<void> => {
    await eventually(
      () => page.locator('video').evaluate((video: HTMLVideoElement) => video.readyState),
      (state) => state > 2,
      60_000,
    );
    expect(told).toEqual([]);
    await page.locator('video').evaluate((video: HTMLVideoElement) => {
      video.muted = true;
      return video.play();
    });
    expect(await eventually(position, (seconds) => seconds > 5, 60_000)).toBeGreaterThan(5);
  };
  await enter(page, app.url, owner, `#/media/${mediaId}`);
  await watch();
  expect(told).toEqual([]);
  await shown(owner, mediaId, 'Waves');
  await page.reload();
  await watch();
  await eventually(
    async () => told.length,
    (length) => length > 0,
  );
  expect(told).toEqual([204]);
  expect(await counted(owner, mediaId)).toBe(1);
}, 240_000);
