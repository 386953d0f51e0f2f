// Runs axe on every page of every system, light and dark, wide and narrow.
// @runs beside: it answers the requests of its pages itself
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { JobResult } from '../../lambdas/jobs/contract.ts';
import { readSystems } from '../../web/found-systems.ts';
import type { Route } from '../../web/shell/system.ts';
import { violations } from './axe.ts';
import { narrow, openConsole, wide } from './steps/console-page.ts';
import { exampleParameters, openAnew, openByExamples } from './steps/shop-examples.ts';

const app = openConsole();
const systems = await readSystems();

/** Waits for the page first: axe finds nothing on a page that is missing or still loading. */
async function open(page: Page, address: string): Promise<void> {
  await openAnew(page, `${app.url}${address}`);
  const isThere = () => document.querySelector('main h1') && !document.querySelector('main p.pending');
  // Not by frames, which is the default: between an answer and the next request one frame shows no placeholder.
  await page.waitForFunction(isThere, undefined, { polling: 100 }).catch(async (cause: unknown) => {
    const shows = await page.locator('main').textContent();
    throw new Error(`${address} does not come to an end of loading: ${shows}`, { cause });
  });
}

const given = ({ path, example: own = {} }: Route): string =>
  path.replaceAll(/\/:(\w+)(\??)/g, (_, name: string, optional: string) => {
    const example = own[name] ?? exampleParameters[name];
    if (!example && !optional) throw new Error(`No contract has an example of ${name}: give the route of ${path} one`);
    return example ? `/${example}` : '';
  });
const addresses = systems.flatMap(({ routes }) => Object.values(routes).map((route) => `#${given(route)}`));

/** The contract has no example of this: a part's address differs each time. */
const jobResult: JobResult = {
  records: 2,
  bytes: 20,
  preview: [],
  parts: [{ url: 'https://uploads.example.com/part-00000', bytes: 20, records: 2 }],
  urlsExpireAt: '2026-03-01T09:00:00.000Z',
  skipped: [{ file: 'access.log', offset: 120, reason: 'not a line of a log' }],
};

const judge = async (page: Page, name: string): Promise<string[]> =>
  (await violations(page)).map((line) => `${name}: ${line}`);

test.each([wide, narrow])(
  'at $width px every page of a signed-in user keeps the rules',
  async (viewport) => {
    const page = await app.newPage({ viewport });
    const openapi = JSON.parse(await readFile('docs/openapi.json', 'utf8'));
    // One component draws all operations; a hundred of them take axe most of a minute.
    openapi.paths = Object.fromEntries(Object.entries(openapi.paths).slice(0, 12));
    await openByExamples(page, app.url, {
      'GET /api/openapi.json': openapi,
      [`GET /api/jobs/${exampleParameters.jobId}/result`]: jobResult,
    });
    const broken: string[] = [];
    page.on('pageerror', ({ message }) => broken.push(`${page.url()}: ${message}`));
    const found: string[] = [];
    for (const address of addresses) {
      await open(page, address);
      found.push(...(await judge(page, address)));
    }
    expect(addresses.length).toBeGreaterThan(22);
    expect(broken).toEqual([]);
    expect(found).toEqual([]);
  },
  240_000,
);

test.each([wide, narrow])(
  'at $width px the pages of the shell keep the rules, with the menu open too',
  async (viewport) => {
    const page = await app.newPage({ viewport });
    const found: string[] = [];
    for (const address of ['', '#/sign-in', '#/sign-up', '#/jobs', '#/shop/cart']) {
      await open(page, address);
      found.push(...(await judge(page, address || 'map')));
    }
    await page.getByRole('navigation', { name: 'Main' }).getByRole('button').first().click();
    found.push(...(await judge(page, 'menu')));
    expect(found).toEqual([]);
  },
  90_000,
);

test('the dialogs of a page keep the rules', async () => {
  const page = await app.newPage();
  await openByExamples(page, app.url);
  const found: string[] = [];
  await open(page, '#/links');
  await page
    .getByRole('button', { name: /^QR code/ })
    .first()
    .click();
  await page.getByRole('img', { name: /QR code of/ }).waitFor();
  found.push(...(await judge(page, 'QR code')));
  await page.keyboard.press('Escape');
  await page
    .getByRole('button', { name: /^Delete/ })
    .first()
    .click();
  await page.getByRole('dialog').waitFor();
  found.push(...(await judge(page, 'confirm')));
  await open(page, '#/');
  await page.getByRole('button', { name: 'Architecture of Orders' }).click();
  await page.getByRole('img', { name: /^The parts of Orders/ }).waitFor();
  found.push(...(await judge(page, 'architecture')));
  expect(found).toEqual([]);
});
