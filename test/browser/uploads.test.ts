// A multipart upload in a real browser: paused, resumed, resumed after a reload with the same file, and cancelled.
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { limits } from '../../lambdas/media/contract.ts';
import { ask, eventually, newPerson, type Person } from '../local/kit/client.ts';
import { filmBytes, finished } from '../local/media/video-world.ts';
import { inFolder } from '../media/films.ts';
import { openConsole } from './steps/console-page.ts';
import { fileField } from './steps/media-page.ts';
import { enter } from './steps/shop-page.ts';

const app = openConsole();
/** Just over the limit of a single form upload. */
const BYTES = limits.singleUploadBytes + 5_000_000;
const COUNT = Math.ceil(BYTES / limits.partBytes);
const NAME = 'long.mp4';

/** A short film followed by a box that players skip: a large file without an hour of encoding. */
async function largeFilm(folder: string): Promise<string> {
  const path = join(folder, NAME);
  const film = await filmBytes({ seconds: 2 });
  const box = Buffer.alloc(8);
  box.writeUInt32BE(BYTES - film.length, 0);
  box.write('free', 4, 'latin1');
  await writeFile(path, Buffer.concat([film, box]));
  await truncate(path, BYTES);
  return path;
}

/** Throttles to a few MB/s, which leaves time to pause. */
async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const rate = 12_000_000;
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: rate,
    uploadThroughput: rate,
  });
}

/** The numbers of the parts that the page started to send, in order. */
function sentBy(page: Page): number[] {
  const sent: number[] = [];
  page.on('request', (request) => {
    const number = new URL(request.url()).searchParams.get('partNumber');
    if (request.method() === 'PUT' && number) sent.push(Number(number));
  });
  return sent;
}

const partsThere = async ({ token }: Person, mediaId: string): Promise<number[]> =>
  (await ask('GET', `/api/media/${mediaId}/parts`, { token })).body.there;

const onlyMedia = async ({ token }: Person): Promise<string> =>
  (
    await eventually(
      () => ask('GET', '/api/media', { token }),
      ({ body }) => body.items.length > 0,
    )
  ).body.items[0].mediaId;

const kept = (page: Page): Promise<string | null> => page.evaluate(() => localStorage.getItem('uploads'));

test('an upload in parts is paused, resumed, and gone on with after the page was loaded again', async () => {
  await inFolder(async (folder) => {
    const path = await largeFilm(folder);
    const owner = await newPerson();
    const page = await app.newPage();
    const sent = sentBy(page);
    await enter(page, app.url, owner, '#/media');
    await page.getByText('Nothing yet').waitFor();
    await slowDown(page);
    await fileField(page).setInputFiles(path);
    const mediaId = await onlyMedia(owner);
    await eventually(
      () => partsThere(owner, mediaId),
      (there) => there.length > 0,
      60_000,
    );
    await page.getByRole('button', { name: `Pause ${NAME}` }).click();
    await page.getByRole('progressbar', { name: /^long\.mp4: .* of 109\.9 MB \(paused\)$/ }).waitFor();
    const atPause = await partsThere(owner, mediaId);
    const begun = sent.length;
    expect(atPause.length).toBeLessThan(COUNT);
    await page.waitForTimeout(1_500);
    expect(sent).toHaveLength(begun);

    sent.length = 0;
    await page.getByRole('button', { name: `Resume ${NAME}` }).click();
    await eventually(
      () => partsThere(owner, mediaId),
      (there) => there.length > atPause.length,
      60_000,
    );
    await page.reload();
    expect(sent.filter((number) => atPause.includes(number))).toEqual([]);
    const atReload = await partsThere(owner, mediaId);
    expect(atReload.length).toBeLessThan(COUNT);
    await page.getByText('was not uploaded completely. Choose the same file again to continue.').waitFor();

    sent.length = 0;
    await fileField(page).setInputFiles(path);
    await page.getByRole('status').getByText(`${NAME} is uploaded.`).waitFor({ timeout: 60_000 });
    expect(sent.filter((number) => atReload.includes(number))).toEqual([]);
    expect(new Set([...sent, ...atReload]).size).toBe(COUNT);
    expect(await kept(page)).toBe('[]');
    expect(await page.getByText('was not uploaded completely').count()).toBe(0);
    expect(await onlyMedia(owner)).toBe(mediaId);
    expect(await finished(owner, mediaId)).toMatchObject({ state: 'READY', sizeBytes: BYTES });
    await page.getByRole('img', { name: NAME }).waitFor();
  });
}, 300_000);

test('an upload in parts that is cancelled is forgotten, by the page and by the service', async () => {
  await inFolder(async (folder) => {
    const path = await largeFilm(folder);
    const owner = await newPerson();
    const page = await app.newPage();
    await enter(page, app.url, owner, '#/media');
    await page.getByText('Nothing yet').waitFor();
    await slowDown(page);
    await fileField(page).setInputFiles(path);
    const mediaId = await onlyMedia(owner);
    await page.getByRole('button', { name: `Cancel ${NAME}` }).click();
    await page.getByRole('status').getByText(`Cancelled the upload of ${NAME}.`).waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
    expect(await kept(page)).toBe('[]');
    const gone = await eventually(
      () => ask('GET', `/api/media/${mediaId}`, { token: owner.token }),
      ({ status }) => status === 404,
    );
    expect(gone.status).toBe(404);
  });
}, 120_000);
