// Everything the console does, with the keyboard alone; wherever the focus stops it must be seen.
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { freshEmail, openConsole, password, watchForErrors } from './console-page.ts';

const app = openConsole();

/** What has the focus: its name on the page, and what keeps a person from seeing that it has it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return { name: '', faults: [] };
    const words = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element.textContent;
    const faults: string[] = [];
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) faults.push('has no outline');
    if (/^rgba\(.*, 0\)$|^transparent$/.test(outlineColor)) faults.push('has an outline nobody sees');
    const [box] = element.getClientRects();
    if (!box || box.width < 2 || box.height < 2) faults.push('has no size');
    else {
      const x = box.left + box.width / 2;
      const y = box.top + box.height / 2;
      const top = document.elementFromPoint(x, y);
      if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) faults.push('is outside the window');
      else if (!top || !(element.contains(top) || top.contains(element))) faults.push(`is under <${top?.localName}>`);
    }
    return { name: (words ?? '').replaceAll(/\s+/g, ' ').trim(), faults };
  });

function keysOf(page: Page) {
  const stops = new Set<string>();
  async function stop(): Promise<string> {
    const { name, faults } = await focused(page);
    if (faults.length > 0) throw new Error(`On ${page.url()} the focus on “${name}” ${faults.join(', ')}`);
    stops.add(name);
    return name;
  }
  return {
    stops,
    stop,
    async to(name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
      const passed: string[] = [];
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press(key);
        passed.push(await stop());
        if (passed.at(-1) === name) return;
      }
      throw new Error(`60 presses of ${key} do not reach “${name}”, only ${[...new Set(passed)].join(' | ')}`);
    },
    press: (key: string): Promise<void> => page.keyboard.press(key),
    type: (text: string): Promise<void> => page.keyboard.type(text),
    heading: (name: string): Promise<void> => page.getByRole('heading', { level: 1, name, exact: true }).waitFor(),
  };
}

test('the keyboard alone does everything there is to do, and the focus is seen at every stop', async () => {
  const page = await app.newPage();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const errors = watchForErrors(page);
  const keys = keysOf(page);
  await page.goto(app.url);

  await keys.to('Skip to the content');
  await keys.to('Sign in');
  await keys.press('Enter');
  await page.getByLabel('E-mail').waitFor();
  await keys.to('Create an account');
  await keys.press('Enter');
  await page.getByLabel('Your name').waitFor();
  for (const [field, text] of [
    ['Your name', 'Ada'],
    ['E-mail', freshEmail()],
    ['Password', password],
  ] as const) {
    await keys.to(field);
    await keys.type(text);
  }
  await keys.to('Create account');
  await keys.press('Space');
  await keys.heading('Short links');

  await keys.to('URL to shorten');
  await keys.type('http://example.com/by-keyboard');
  await keys.press('Enter');
  await page.getByText('Your short link').waitFor();
  const code = (await page.locator('.made .short').textContent())?.split('/').at(-1) ?? '';
  await keys.to('Copy the new link');
  await keys.press('Enter');
  await page.getByRole('status').getByText('Copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(new RegExp(`/${code}$`));

  await keys.to(`QR code ${code}`);
  await keys.press('Enter');
  await page.getByRole('img', { name: /QR code of/ }).waitFor();
  expect(await keys.stop()).toBe('Close');
  await keys.to('Save as SVG');
  await keys.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await keys.stop()).toBe(`QR code ${code}`);

  await keys.to(`Clicks ${code}`);
  await keys.press('Enter');
  await keys.heading(`Clicks of ${code}`);
  await page.getByRole('region', { name: 'Last 30 days' }).waitFor();
  await keys.to('Refresh');
  await keys.to('← Your links', 'Shift+Tab');
  await keys.press('Enter');
  await keys.heading('Short links');
  await keys.to('Top links of everybody');
  await keys.press('Enter');
  await keys.heading('Top links');
  await keys.to('Ada', 'Shift+Tab');
  await keys.press('Enter');
  await keys.heading('Your account');

  await keys.to('API', 'Shift+Tab');
  await keys.press('Enter');
  await keys.heading('API');
  await page.getByRole('article', { name: 'Shorten a URL' }).waitFor();
  await keys.to('Filter');
  await keys.type('RANGE_TOO_LONG');
  await page.getByText(/^1 of \d+ operations$/).waitFor();
  await keys.to('GET /api/links/{code}/stats');
  await keys.press('Enter');
  await page.waitForFunction(() => document.activeElement?.matches('article[id="/api/linkStats"] h3'));
  await keys.to('GET /api/links/{code}/stats');
  await keys.to('Example');
  await keys.press('Enter');
  await page.locator('pre').first().waitFor();

  await keys.to('Systems', 'Shift+Tab');
  await keys.press('Enter');
  await keys.heading('The classic systems, running');
  await keys.to('Short links');
  await keys.press('Enter');
  await keys.heading('Short links');
  await page.getByText('http://example.com/by-keyboard').waitFor();
  await keys.to(`Delete ${code}`);
  await keys.press('Enter');
  await page.getByRole('dialog').waitFor();
  expect(await keys.stop()).toBe('Keep it');
  await keys.to('Delete');
  await keys.press('Enter');
  await page.getByText('No links yet').waitFor();
  expect((await focused(page)).name).toBe('Your links');

  await keys.to('Sign out', 'Shift+Tab');
  await keys.press('Enter');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(keys.stops.size).toBeGreaterThan(30);
  expect(errors).toEqual([]);
}, 90_000);
