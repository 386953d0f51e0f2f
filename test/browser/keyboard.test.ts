// Everything the console does works with the keyboard alone; wherever the focus stops, it is visible.
import { expect, test } from '@jest/globals';
import { freshEmail, openConsole, password, watchForErrors } from './steps/console-page.ts';
import { focused, keysOf } from './steps/keys.ts';

const app = openConsole();

test('the keyboard alone does everything there is to do, and the focus is seen at every stop', async () => {
  const page = await app.newPage();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const errors = watchForErrors(page);
  const keys = keysOf(page);
  await page.goto(app.url);

  await keys.to('Skip to content');
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
  await keys.to('Top links of all users');
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
