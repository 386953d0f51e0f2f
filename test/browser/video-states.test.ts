// Every state of a media item and of an upload fits a phone, has enough contrast in both schemes, and explains itself.
// @runs beside: it answers the requests of its pages itself
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { contract, limits, type Media } from '../../lambdas/media/contract.ts';
import { readContrast } from './contrast.ts';
import { narrow, openConsole, screenshots } from './steps/console-page.ts';
import { fileField } from './steps/media-page.ts';
import { openAnew, openByExamples } from './steps/shop-examples.ts';

const app = openConsole();
const tiny = 'data:image/webp;base64,UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==';
const rendition = (name: string, width: number, height: number, percent: number) => ({ name, width, height, percent });

const making: NonNullable<Media['video']> = {
  durationSeconds: 65,
  framesPerSecond: 25,
  renditions: [rendition('720p', 1280, 720, 42), rendition('480p', 854, 480, 42)],
  playbackUrl: null,
  dashUrl: null,
  posterUrl: null,
  thumbnails: null,
  sound: 'PLAYED',
  captions: { state: 'PENDING', source: null, language: null, url: null },
};
const playable: NonNullable<Media['video']> = {
  ...making,
  // No such playlist exists, so the page shows its error.
  playbackUrl: '/media/none.m3u8',
  posterUrl: tiny,
  thumbnails: {
    sheets: [tiny],
    tilesEach: 30,
    columns: 6,
    tileWidth: 160,
    tileHeight: 90,
    secondsEach: 4,
  },
  captions: { state: 'READY', source: 'sample', language: 'en', url: '/media/example.vtt' },
};
const serveCaptions = (page: Page) =>
  page.route('**/media/example.vtt', (route) =>
    route.fulfill({ contentType: 'text/vtt', body: 'WEBVTT\n\n00:00.000 --> 00:02.000\nThe harbour\n' }),
  );
const media = (index: number, more: Partial<Media>): Media => ({
  ...(contract.routes.getMedia.example.response as unknown as Media),
  mediaId: String(index).padStart(20, '0'),
  ownerId: 'm-1',
  kind: 'video',
  contentType: 'video/mp4',
  width: 1280,
  height: 720,
  ...more,
});
const shown = {
  processing: media(1, { state: 'PROCESSING', video: making }),
  ready: media(2, { state: 'READY', visibility: 'public', video: playable, title: 'one_word_'.repeat(13) }),
  rejected: media(3, { state: 'REJECTED', reason: 'KEY_FRAMES_TOO_FAR_APART', width: null, height: null }),
  pending: media(4, { state: 'PENDING', width: null, height: null }),
};

async function look(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Tab');
  await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(narrow.width);
  const { seen, low } = await page.evaluate(readContrast);
  expect(low).toEqual([]);
  expect(seen).toBeGreaterThan(15);
}

/** Checks the caption text and buttons after the player has made all its attempts. */
async function expectCaptions(page: Page, says: string, buttons: number): Promise<void> {
  await page.getByRole('alert').getByText('The video could not be loaded.').waitFor();
  const button = page.getByRole('button', { name: 'Captions' });
  if (buttons > 0) await button.waitFor();
  await page.getByText(says).waitFor();
  expect(await button.count()).toBe(buttons);
}

/** A multipart upload whose bytes never arrive. */
async function beginUpload(page: Page): Promise<void> {
  await page.route('**/api/media', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 201,
          json: { mediaId: 'a'.repeat(20), parts: { partBytes: 4, count: 3 }, expiresAt: '2100-01-01T00:00:00.000Z' },
        })
      : route.fallback(),
  );
  await page.route('**/parts', (route) =>
    route.fulfill({
      json:
        route.request().method() === 'GET'
          ? { partBytes: limits.partBytes, count: 1, there: [] }
          : { parts: [{ number: 1, url: '/assets/nowhere' }], expiresAt: '2100-01-01T00:00:00.000Z' },
    }),
  );
  await page.route('**/assets/nowhere', () => {});
  await fileField(page).setInputFiles([{ name: 'waves.mkv', mimeType: '', buffer: Buffer.alloc(900) }]);
  await page.getByRole('button', { name: 'Pause waves.mkv' }).click();
  await page.getByRole('progressbar', { name: 'waves.mkv: 0 B of 900 B (paused)' }).waitFor();
}

test.each(['light', 'dark'] as const)(
  'every state of a video fits 360 px and has the contrast of WCAG AA, %s',
  async (colorScheme) => {
    const page = await app.newPage({ viewport: narrow, colorScheme });
    const all = Object.values(shown);
    await serveCaptions(page);
    await openByExamples(page, app.url, {
      'GET /api/media': { items: all },
      ...Object.fromEntries(all.map((one) => [`GET /api/media/${one.mediaId}`, one])),
    });
    await openAnew(page, `${app.url}#/media`);
    await page.getByRole('progressbar', { name: /^Transcoding/ }).waitFor();
    await page.getByRole('heading', { name: 'Trending' }).waitFor();
    await page.getByText('Because you watched The old harbour').waitFor();
    await beginUpload(page);
    await look(page, `video-gallery-360-${colorScheme}`);
    for (const [name, says] of [
      ['processing', '720p (1280 × 720): 42%'],
      ['ready', 'The video could not be loaded.'],
      ['rejected', 'no key frame for over two minutes'],
      ['pending', 'The upload is in progress'],
    ] as const) {
      await openAnew(page, `${app.url}#/media/${shown[name].mediaId}`);
      await page.getByText(says).waitFor();
      await look(page, `video-${name}-360-${colorScheme}`);
    }
  },
  120_000,
);

test.each([
  ['NONE', null, 'the video has no sound', 0],
  ['PENDING', null, 'in progress', 0],
  ['FAILED', null, 'could not be created', 0],
  ['READY', 'sample', 'not a transcript of this video', 1],
] as const)('the page says that captions are %s', async (state, source, says, buttons) => {
  const page = await app.newPage();
  const one = { ...shown.ready, video: { ...playable, captions: { ...playable.captions, state, source } } };
  await serveCaptions(page);
  await openByExamples(page, app.url, { [`GET /api/media/${one.mediaId}`]: one });
  await openAnew(page, `${app.url}#/media/${one.mediaId}`);
  await expectCaptions(page, says, buttons);
});

test('the page says that captions cannot be loaded, and has no button to show them', async () => {
  const page = await app.newPage();
  await page.route('**/media/example.vtt', (route) => route.fulfill({ status: 403 }));
  await openByExamples(page, app.url, { [`GET /api/media/${shown.ready.mediaId}`]: shown.ready });
  await openAnew(page, `${app.url}#/media/${shown.ready.mediaId}`);
  await expectCaptions(page, 'The captions could not be loaded.', 0);
});

test('somebody else’s video has no buttons of its owner', async () => {
  const page = await app.newPage();
  const { ownerId: _, filename: __, checksum: ___, ...one } = shown.ready;
  await openByExamples(page, app.url, { [`GET /api/media/${one.mediaId}`]: one });
  await openAnew(page, `${app.url}#/media/${one.mediaId}`);
  await page.getByText('120 views').waitFor();
  await page.getByLabel('Preview a moment').waitFor();
  expect(await page.getByRole('button', { name: /^(?:Delete|Make private)/ }).count()).toBe(0);
});

test.each([1280, narrow.width])(
  'a video is made public before it is ready, by keyboard, %i pixels wide',
  async (width) => {
    const page = await app.newPage({ viewport: { width, height: 800 } });
    const path = `/api/media/${shown.processing.mediaId}`;
    const wished: Media = { ...shown.processing, visibility: 'public' };
    const answers: Record<string, object> = { [`GET ${path}`]: shown.processing, [`PATCH ${path}`]: wished };
    await openByExamples(page, app.url, answers);
    await openAnew(page, `${app.url}#/media/${shown.processing.mediaId}`);
    await page.getByRole('button', { name: /^Make public/ }).focus();
    answers[`GET ${path}`] = wished;
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('is public once it is ready').waitFor();
    await page.getByText('Public once it is ready', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Make private/ }).waitFor();
  },
);
