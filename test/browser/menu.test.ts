// The menu of all systems, by keyboard and by mouse, wide and narrow; and an address that leads nowhere.
import { expect, test } from '@jest/globals';
import { readSystems } from '../../web/found-systems.ts';
import { narrow, openConsole, watchForErrors, wide } from './steps/console-page.ts';
import { focused, keysOf } from './steps/keys.ts';

const app = openConsole();

test.each([
  { ...wide, opens: 'Data' },
  { ...narrow, opens: 'Menu' },
])(
  'at $width px the keyboard opens the menu, goes through it, leaves it, and chooses',
  async ({ opens, ...viewport }) => {
    const page = await app.newPage({ viewport });
    const errors = watchForErrors(page);
    const keys = keysOf(page);
    await page.goto(app.url);
    const button = page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: opens });
    const search = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Search' });
    const isOpen = () => button.getAttribute('aria-expanded');
    await keys.to(opens);
    expect([await isOpen(), await search.count()]).toEqual(['false', 0]);

    await keys.press('Enter');
    await search.waitFor();
    expect(await isOpen()).toBe('true');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    await keys.to('Search');
    await keys.press('Escape');
    await search.waitFor({ state: 'detached' });
    expect([await isOpen(), await keys.stop()]).toEqual(['false', opens]);

    // Tabbing out of the menu closes it.
    await keys.press('Space');
    await keys.to('Search');
    await keys.to('Sign in');
    expect(await isOpen()).toBe('false');

    await keys.to(opens, 'Shift+Tab');
    await keys.press('Enter');
    await keys.to('Search');
    await keys.press('Enter');
    await keys.heading('Search');
    expect([await isOpen(), (await focused(page)).name]).toEqual(['false', 'Search']);
    // Choosing the current page closes the menu as well.
    await button.click();
    await search.click();
    expect(await isOpen()).toBe('false');
    await button.click();
    expect(await search.getAttribute('aria-current')).toBe('page');
    await page.getByRole('heading', { level: 1 }).click();
    expect(await isOpen()).toBe('false');
    expect(errors).toEqual([]);
  },
);

test('every system that is live is in the menu of a phone, under its group', async () => {
  const page = await app.newPage({ viewport: narrow });
  await page.goto(app.url);
  const menu = page.getByRole('navigation', { name: 'Main' });
  await menu.getByRole('button', { name: 'Menu' }).click();
  for (const { title, group, stations } of await readSystems()) {
    const way = menu.getByRole('list', { name: group }).getByRole('link', { name: title, exact: true });
    if (stations[0].href) await way.waitFor();
    expect([title, await way.count()]).toEqual([title, stations[0].href ? 1 : 0]);
  }
});

test.each([wide, narrow])('at $width px only what is deployed is in the menu and on the map', async (viewport) => {
  const page = await app.newPage({ viewport });
  const answer = await page.goto(app.url);
  const whole = (await answer?.text()) ?? '';
  const some = whole.replace(/(?<=name="services" content=")[^"]+/, 'api edge jobs platform users');
  expect(some).not.toBe(whole);
  await page.route(`${app.url}/`, (route) => route.fulfill({ contentType: 'text/html', body: some }));
  await page.reload();
  const map = page.getByRole('list', { name: 'Systems' });
  await map.getByRole('link', { name: 'MapReduce' }).waitFor();
  expect(await map.getByRole('link').allTextContents()).toEqual(['Accounts', 'MapReduce', 'API reference']);
  const menu = page.getByRole('navigation', { name: 'Main' });
  if (viewport === narrow) await menu.getByRole('button', { name: 'Menu' }).click();
  expect(await menu.getByRole('link').allTextContents()).toEqual(['Systems', 'Accounts', 'Jobs', 'API']);
  // The page of a system that is not there is no page, and nobody is led to it.
  await page.goto(`${app.url}#/links`);
  await page.getByRole('heading', { level: 1, name: 'No such page' }).waitFor();
});

test('an address that does not exist says so, and leads to what is near it', async () => {
  const page = await app.newPage();
  await page.goto(`${app.url}#/shop/cart`);
  const heading = page.getByRole('heading', { level: 1, name: 'No such page' });
  await heading.waitFor();
  await page.getByRole('main').getByText('#/shop/cart').waitFor();
  expect(await page.title()).toBe('No such page · Serverless system design');
  await page.getByRole('main').getByRole('link', { name: 'Catalog' }).click();
  await page.getByRole('heading', { level: 1, name: 'The shop' }).waitFor();
  await page.goto(`${app.url}#/nowhere`);
  await heading.waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Map of the systems' }).click();
  await page.getByRole('heading', { level: 1, name: 'The classic systems, running' }).waitFor();
});
