// The map, the QR code, the chart, the top links and the API reference, wide and narrow.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { readSystems } from '../../web/found-systems.ts';
import {
  launchChromium,
  makeLink,
  openTargetSite,
  readConsoleUrl,
  screenshots,
  signUp,
  type TargetSite,
  watchForErrors,
} from './steps/console-page.ts';

const viewports = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];
/** A month of clicks for the picture; the test's own clicks would be a single bar. */
const month = (() => {
  const byDay = Array.from({ length: 30 }, (_, index) => ({
    day: new Date(Date.now() - (29 - index) * 86_400_000).toISOString().slice(0, 10),
    clicks: Math.round(20 + index * 1.4 + 14 * Math.sin(index)),
  }));
  const total = byDay.reduce((sum, { clicks }) => sum + clicks, 0);
  const shares = (...parts: number[]) => parts.map((part) => Math.round(total * part));
  const [news = 0, forum = 0, direct = 0] = shares(0.5, 0.3, 0.2);
  const [mobile = 0, desktop = 0, bot = 0] = shares(0.6, 0.35, 0.05);
  return {
    total,
    byDay,
    byReferrer: [
      { referrer: 'news.example', clicks: news },
      { referrer: 'forum.example', clicks: forum },
      { referrer: 'direct', clicks: direct },
    ],
    byDevice: [
      { device: 'mobile', clicks: mobile },
      { device: 'desktop', clicks: desktop },
      { device: 'bot', clicks: bot },
    ],
  };
})();

let consoleUrl: string;
let site: TargetSite;
let browser: Browser;

beforeAll(async () => {
  consoleUrl = await readConsoleUrl();
  site = await openTargetSite();
  browser = await launchChromium(site);
}, 300_000);

afterAll(async () => {
  await browser?.close();
  site?.close();
});

test.each(viewports)(
  'at $width px the map leads to what is live, and a link has a QR code, a chart and top links',
  async (viewport) => {
    const page = await (await browser.newContext({ viewport, reducedMotion: 'reduce' })).newPage();
    const errors = watchForErrors(page);
    const fits = async () =>
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    const shoot = async (name: string) => {
      await fits();
      await page.screenshot({ path: `${screenshots}/${name}-${viewport.width}.png`, fullPage: true });
    };
    await page.goto(consoleUrl);
    const map = page.getByRole('list', { name: 'Systems' });
    await map.waitFor();
    const stations = (await readSystems()).flatMap((system) => system.stations);
    expect(await map.getByText('Live', { exact: true }).count()).toBe(stations.filter(({ href }) => href).length);
    await shoot('console');
    await map.getByRole('link', { name: 'Short links' }).press('Enter');
    await page.getByLabel('E-mail').waitFor();
    await signUp(page, consoleUrl);
    const shortUrl = await makeLink(page, 'http://example.com/seen');
    await page.goto(`${consoleUrl}#/links`);
    await page.getByRole('listitem').getByRole('button', { name: 'QR code' }).press('Enter');
    await page.getByRole('img', { name: `QR code of ${shortUrl}` }).waitFor();
    await shoot('qr');
    await page.keyboard.press('Escape');
    const visit = await page.context().newPage();
    await visit.goto(shortUrl);
    await visit.close();
    await page
      .getByRole('listitem')
      .getByRole('link', { name: /^Clicks/ })
      .press('Enter');
    await page.locator('.plot canvas').waitFor({ timeout: 30_000 });
    await shoot('chart');
    // On a phone the header has two rows: the brand with the sign-out button, and the navigation.
    const middle = async (part: Locator): Promise<number> => {
      const box = await part.boundingBox();
      return (box?.y ?? 0) + (box?.height ?? 0) / 2;
    };
    const [brand, signOut, ...ways] = await Promise.all(
      [
        page.getByRole('link', { name: 'Serverless system design' }),
        page.getByRole('button', { name: 'Sign out' }),
        ...(await page.getByRole('navigation', { name: 'Main' }).getByRole('link').all()),
      ].map(middle),
    );
    expect(Math.abs((brand ?? 0) - (signOut ?? 0))).toBeLessThan(8);
    expect(Math.max(...ways) - Math.min(...ways)).toBeLessThan(8);
    await page.route('**/api/links/*/stats', (route) => route.fulfill({ json: month }));
    // Reload to clear what earlier steps left, such as a toast or a focus.
    await page.reload();
    await page.getByText(String(month.total)).waitFor();
    await page.locator('.plot canvas').waitFor();
    await shoot('month');
    await page.goto(`${consoleUrl}#/links/top`);
    await page.getByText('no count is too low').waitFor();
    await shoot('top');
    await page.goto(`${consoleUrl}#/api/createLink`);
    const operation = page.getByRole('article', { name: 'Shorten a URL' });
    await operation.getByText('ALIAS_TAKEN').waitFor();
    await fits();
    // A link to an operation scrolls to it.
    expect((await operation.boundingBox())?.y).toBeLessThan(40);
    await page.screenshot({ path: `${screenshots}/api-${viewport.width}.png` });
    await page.getByLabel('Filter').fill('RANGE_TOO_LONG');
    expect(await page.getByRole('article').count()).toBe(1);
    expect(errors).toEqual([]);
    await page.context().close();
  },
  90_000,
);

test('a missing API document is reported plainly', async () => {
  const page = await browser.newPage();
  await page.route('**/api/openapi.json', (route) => route.fulfill({ status: 404, json: { message: 'Not Found' } }));
  await page.goto(`${consoleUrl}#/api`);
  expect(await page.getByRole('alert').textContent()).toContain('nothing to show here');
  await page.close();
});

test('the status line shows an event for four seconds', async () => {
  const page = await browser.newPage();
  await page.clock.install();
  await signUp(page, consoleUrl);
  await makeLink(page, 'http://example.com/told');
  await page.getByRole('status').getByText('The short link is ready.').waitFor();
  await page.clock.fastForward(4_000);
  await page.getByRole('status').getByText('The short link is ready.').waitFor({ state: 'detached', timeout: 2_000 });
  await page.close();
});
