// Media in a real browser: dropped, shown uploading, displayed, hidden and deleted; and why a file was refused.
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { contract, type Media } from '../../lambdas/media/contract.ts';
import { ask, newPerson } from '../local/kit/client.ts';
import { jpeg, photo, zip } from '../pictures.ts';
import { readContrast } from './contrast.ts';
import { narrow, openConsole, screenshots, watchForErrors } from './steps/console-page.ts';
import { keysOf } from './steps/keys.ts';
import { drop, fileField } from './steps/media-page.ts';
import { openAnew, openByExamples } from './steps/shop-examples.ts';
import { enter } from './steps/shop-page.ts';

const app = openConsole();
const cards = (page: Page) => page.getByRole('list', { name: 'Pictures and videos' }).locator('li.media');
const JUDGED = { timeout: 45_000 };

test('a dropped photograph is uploaded, shown, given to everybody and deleted, by keyboard after the drop', async () => {
  const page = await app.newPage();
  const errors = watchForErrors(page);
  await enter(page, app.url, await newPerson(), '#/media');
  await page.getByText('Nothing yet').waitFor();
  await drop(page, 'holiday.jpg', 'image/jpeg', await photo(6, 800, 400));
  await page.getByRole('status').getByText('holiday.jpg is uploaded.').waitFor(JUDGED);
  const picture = page.getByRole('img', { name: 'holiday.jpg' });
  await picture.waitFor(JUDGED);
  await page.getByText('400 × 800').waitFor();
  await picture.scrollIntoViewIfNeeded();
  await page.waitForFunction(() =>
    [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
  );
  await page.screenshot({ path: `${screenshots}/media-1280.png`, fullPage: true });

  const keys = keysOf(page);
  await keys.to('Make public holiday.jpg');
  await keys.press('Enter');
  await page.getByRole('status').getByText('is public').waitFor(JUDGED);
  const url = (await picture.getAttribute('src')) ?? '';
  expect(url.startsWith(`${app.url.replace(/\/$/, '')}/media/`)).toBe(true);
  expect((await ask('GET', new URL(url).pathname)).status).toBe(200);
  await keys.to('Delete holiday.jpg');
  await keys.press('Enter');
  await page.locator('dialog :focus').waitFor();
  expect(await keys.stop()).toBe('Keep it');
  await keys.to('Delete');
  await keys.press('Enter');
  await page.getByText('Nothing yet').waitFor(JUDGED);
  expect((await ask('GET', new URL(url).pathname)).status).toBe(403);
  expect(errors).toEqual([]);
}, 180_000);

test('says why a file is rejected: before it is sent, and after it was checked', async () => {
  const page = await app.newPage();
  await enter(page, app.url, await newPerson(), '#/media');
  await page.getByText('Nothing yet').waitFor();
  await drop(page, 'archive.zip', 'application/zip', zip);
  await page.getByRole('alert').getByText('Only JPEG, PNG and WebP pictures and MP4').waitFor();
  await page.getByRole('button', { name: 'Dismiss archive.zip' }).click();
  expect(await page.getByRole('alert').count()).toBe(0);
  await fileField(page).setInputFiles([{ name: 'archive.png', mimeType: 'image/png', buffer: zip }]);
  await cards(page).getByText('This is not a JPEG, PNG or WebP picture').waitFor(JUDGED);
  await cards(page).getByText('Rejected').waitFor();
  expect(await page.getByRole('button', { name: /^Make public/ }).count()).toBe(0);
}, 120_000);

test('an upload shows how far it is, and says so when nothing answers', async () => {
  const page = await app.newPage();
  await enter(page, app.url, await newPerson(), '#/media');
  await page.getByText('Nothing yet').waitFor();
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/api/media', async (route) => {
    await held;
    await route.abort('connectionrefused');
  });
  await drop(page, 'a.jpg', 'image/jpeg', await jpeg(20, 20));
  await page.getByRole('progressbar', { name: /^a\.jpg: 0 B of/ }).waitFor();
  letGo();
  await page.getByRole('alert').getByText('No answer from the network').waitFor();
}, 60_000);

const tiny = 'data:image/webp;base64,UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==';
const example = contract.routes.getMedia.example.response;
const rendition = { width: 320, height: 240, bytes: 100, url: tiny };
const media = (index: number, more: Partial<Media>): Media => ({
  ...(example as unknown as Media),
  mediaId: String(index).padStart(20, '0'),
  ...more,
});
const shown: Media[] = [
  media(1, { state: 'PENDING', title: 'A long name that has to be broken somewhere_because_it_is_one_word' }),
  media(2, {
    state: 'READY',
    visibility: 'public',
    width: 320,
    height: 240,
    placeholder: tiny,
    renditions: (['small', 'large'] as const).flatMap((size) =>
      (['webp', 'jpeg'] as const).map((format) => ({ size, format, ...rendition })),
    ),
  }),
  media(3, { state: 'REJECTED', reason: 'TOO_MANY_PIXELS' }),
];

test.each(['light', 'dark'] as const)(
  'each state fits 360 px and has the contrast of WCAG AA, %s',
  async (colorScheme) => {
    const page = await app.newPage({ viewport: narrow, colorScheme });
    await openByExamples(page, app.url, {
      'GET /api/media': { items: shown },
      [`GET /api/media/${shown[0]?.mediaId}`]: shown[0] as Media,
    });
    await openAnew(page, `${app.url}#/media`);
    await cards(page).nth(2).waitFor();
    await drop(page, 'archive.zip', 'application/zip', zip);
    await page.getByRole('alert').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(narrow.width);
    expect((await page.evaluate(readContrast)).low).toEqual([]);
    await page.screenshot({ path: `${screenshots}/media-360-${colorScheme}.png`, fullPage: true });
    await page.getByRole('button', { name: 'Public', exact: true }).click();
    await cards(page).nth(2).waitFor();
    expect(await page.getByRole('button', { name: /^Delete/ }).count()).toBe(0);
  },
);

test('a gallery that fails to load says so, and loads when the user tries again', async () => {
  const page = await app.newPage();
  await page.route('**/api/media?*', (route) => route.abort('connectionrefused'));
  await enter(page, app.url, await newPerson(), '#/media');
  await page.getByRole('alert').getByText('No answer from the network').waitFor();
  await page.unroute('**/api/media?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Nothing yet').waitFor();
});
