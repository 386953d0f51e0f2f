// Search in a real browser: results while typing, by keyboard and on a narrow screen, and every state of the page.
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, eventually, newPerson, unique } from '../local/kit/client.ts';
import { readContrast } from './contrast.ts';
import { narrow, openConsole, picture, screenshots, watchForErrors } from './steps/console-page.ts';
import { keysOf } from './steps/keys.ts';

const app = openConsole();
const results = (page: Page) => page.getByRole('list', { name: 'Results' }).getByRole('listitem');
const count = (page: Page) => page.getByRole('main').getByRole('status');
const open = async (page: Page, hash = '#/search') => page.goto(`${app.url}${hash}`);
const SEARCH = '**/api/search?*';

/** An index with one document, served without the system. */
const hit = (title: string) => ({
  documentId: 'docs.example',
  url: null,
  title: { text: title, highlights: [{ from: 0, to: 2 }] },
  snippet: { text: `About ${title}.`, highlights: [] },
  score: 1,
});

test('finds while the user types, marks the words, and opens a result', async () => {
  const page = await app.newPage();
  const errors = watchForErrors(page);
  await open(page);
  await page.getByText('Search the project’s documents').waitFor();
  await page.getByLabel('Search everything').pressSequentially('transactional outb', { delay: 20 });
  await results(page).first().waitFor();
  expect(await count(page).textContent()).toMatch(/^\d+ documents?$/);
  expect((await page.locator('.hit mark').allTextContents()).map((text) => text.toLowerCase())).toEqual(
    expect.arrayContaining(['transactional', 'outbox']),
  );
  expect(page.url()).toMatch(/#\/search\?q=transactional\+outb$/);
  await picture(page, 'search-1280');
  const name = (await results(page).first().getByRole('link').textContent()) ?? '';
  await results(page).first().getByRole('link').click();
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  expect((await page.locator('pre').textContent())?.length).toBeGreaterThan(20);
  await page.goBack();
  await results(page).first().waitFor();
  expect(await page.getByLabel('Search everything').inputValue()).toBe('transactional outb');
  expect(errors).toEqual([]);
});

test('a document is shown as text, whatever is in it', async () => {
  const merchant = await newPerson('merchant');
  const mark = `w${unique()}`;
  const title = `<img src=x onerror="document.title='broken'"> ${mark}`;
  const documents = [{ documentId: `d-${mark}`, title, text: `${title} <script>document.title='broken'</script>` }];
  await ask('POST', '/api/search/documents', { token: merchant.token, body: { documents } });
  await eventually(
    () => ask('GET', `/api/search?q=${mark}`),
    ({ body }) => body.total === 1,
  );
  const page = await app.newPage();
  const errors = watchForErrors(page);
  await open(page, `#/search?q=${mark}`);
  await results(page).first().waitFor();
  expect(await results(page).first().getByRole('link').textContent()).toBe(title);
  await results(page).first().getByRole('link').click();
  await page.locator('pre').waitFor();
  expect(await page.title()).toContain(mark);
  expect(errors).toEqual([]);
});

test('sends one request for continuous typing, and abandons an older one', async () => {
  const page = await app.newPage();
  const asked: string[] = [];
  const givenUp: string[] = [];
  page.on('requestfailed', (request) => givenUp.push(new URL(request.url()).searchParams.get('q') ?? ''));
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(SEARCH, async (route) => {
    const q = new URL(route.request().url()).searchParams.get('q') ?? '';
    asked.push(q);
    if (q === 'first*') await held;
    await route.fulfill({ json: { items: [hit(q)], total: 1 } }).catch(() => {});
  });
  await open(page);
  const field = page.getByLabel('Search everything');
  await field.pressSequentially('first', { delay: 20 });
  await page.getByText('Searching…').waitFor();
  await field.fill('second');
  await page.getByText('About second*.').waitFor();
  letGo();
  await page.waitForTimeout(300);
  expect([asked, givenUp]).toEqual([['first*', 'second*'], ['first*']]);
  expect(await results(page).allTextContents()).toEqual([expect.stringContaining('second*')]);
});

test('says when there is nothing, when nothing answers, and goes on when it is asked again', async () => {
  const page = await app.newPage();
  await open(page, `#/search?q=nothing${unique()}`);
  await page.getByText('Nothing matches').waitFor();
  expect(await count(page).textContent()).toBe('0 documents');
  await page.route(SEARCH, (route) => route.abort('connectionrefused'));
  await page.getByLabel('Search everything').fill('saga');
  await page.getByRole('alert').getByText('No answer from the network').waitFor();
  expect(await results(page).count()).toBe(0);
  await page.unroute(SEARCH);
  await page.getByRole('button', { name: 'Try again' }).click();
  await results(page).first().waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.getByLabel('Search everything').fill('"');
  await page.getByText('Search the project’s documents').waitFor();
});

test('goes on page by page', async () => {
  const page = await app.newPage();
  await open(page, '#/search?q=the');
  await results(page).nth(19).waitFor();
  await page.getByRole('button', { name: 'Load more' }).click();
  await results(page).nth(20).waitFor();
  const links = await page.locator('.hit a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  expect(new Set(links).size).toBe(links.length);
});

test.each(['light', 'dark'] as const)('works by keyboard at 360 px, and can be read, %s', async (colorScheme) => {
  const page = await app.newPage({ viewport: narrow, colorScheme });
  await open(page);
  await page.getByText('Search the project’s documents').waitFor();
  const keys = keysOf(page);
  await keys.to('Search everything');
  await keys.type('circuit breaker');
  await results(page).first().waitFor();
  await keys.press('ArrowDown');
  const name = await results(page).first().getByRole('link').textContent();
  expect(await keys.stop()).toBe(name?.replaceAll(/\s+/g, ' ').trim());
  await keys.press('ArrowUp');
  expect(await keys.stop()).toBe('Search everything');
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBe(narrow.width);
  expect((await page.evaluate(readContrast)).low).toEqual([]);
  await page.screenshot({ path: `${screenshots}/search-360-${colorScheme}.png`, fullPage: true });
  await keys.press('ArrowDown');
  await keys.press('Enter');
  await page.locator('pre').waitFor();
  expect(await width()).toBe(narrow.width);
  expect((await page.evaluate(readContrast)).low).toEqual([]);
});
