// A view while loading, without data, and without an answer.
import { expect, test } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { makeLink, openConsole, password, signUp } from './steps/console-page.ts';

const app = openConsole();
const nobody = { items: [], hours: 24, errorBound: { overcountAtMost: 0, confidence: 0.98, clicksCounted: 0 } };

/** The views that call the API, what they request, and what they show once it answers. */
const views = [
  { name: 'links', hash: '#/links', asks: '**/api/links', shows: 'http://example.com/stated' },
  { name: 'clicks', hash: '#/links/CODE', asks: '**/api/links/*/stats', shows: 'Follow the short link' },
  { name: 'top links', hash: '#/links/top', asks: '**/api/links/top', shows: 'Refresh' },
  { name: 'account', hash: '#/account', asks: '**/api/me', shows: 'Roles' },
  { name: 'API', hash: '#/api', asks: '**/api/openapi.json', shows: 'Format of errors' },
];

/** A signed-in page with one link; `at` inserts the link's code into a hash. */
async function signedIn(): Promise<{ page: Page; email: string; at: (hash: string) => string }> {
  const page = await app.newPage();
  const email = await signUp(page, app.url);
  const code = new URL(await makeLink(page, 'http://example.com/stated')).pathname.slice(1);
  return { page, email, at: (hash) => `${app.url}${hash.replace('CODE', code)}` };
}

/** Leaves the page first: a view that is already open would not send its request again. */
async function openAnew(page: Page, address: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(address);
}

const refusals: { name: string; says: string; refuse: (route: Route) => Promise<void> }[] = [
  { name: 'nothing answers', says: 'No answer from the network', refuse: (route) => route.abort('connectionrefused') },
  {
    name: 'the CDN answers for a service that is down',
    says: 'The service did not answer',
    refuse: (route) => route.fulfill({ status: 503, contentType: 'text/html', body: '<h1>Unavailable</h1>' }),
  },
  {
    name: 'too many requests came',
    says: 'At most 60 requests a minute; try again in 7 s.',
    refuse: (route) =>
      route.fulfill({
        status: 429,
        contentType: 'application/problem+json',
        headers: { 'retry-after': '7' },
        json: {
          title: 'Too many requests',
          status: 429,
          code: 'RATE_LIMITED',
          detail: 'At most 60 requests a minute; try again in 7 s.',
        },
      }),
  },
];

test('every view says that it loads', async () => {
  const { page, at } = await signedIn();
  for (const { name, hash, asks, shows } of views) {
    let answer = (): void => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(asks, async (route) => {
      await held;
      await route.continue();
    });
    await openAnew(page, at(hash));
    await page.getByText('Loading…').waitFor();
    expect([name, await page.getByText(shows).count()]).toEqual([name, 0]);
    answer();
    await page.getByText(shows).first().waitFor();
    expect([name, await page.getByText('Loading…').count()]).toEqual([name, 0]);
    await page.unrouteAll({ behavior: 'wait' });
  }
}, 60_000);

test.each(refusals)(
  'every view says so when $name, and recovers by its button',
  async ({ says, refuse }) => {
    const { page, at } = await signedIn();
    for (const { hash, asks, shows } of views) {
      await page.route(asks, refuse);
      await openAnew(page, at(hash));
      await page.getByRole('main').getByRole('alert').getByText(says).waitFor();
      expect(await page.getByText(shows).count()).toBe(0);
      await page.unrouteAll({ behavior: 'wait' });
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText(shows).first().waitFor();
      expect(await page.getByRole('alert').count()).toBe(0);
    }
  },
  60_000,
);

test('an ended session says so until the user signs in, and returns to the same page', async () => {
  const { page, email, at } = await signedIn();
  await page.evaluate(() =>
    sessionStorage.setItem('session', JSON.stringify({ accessToken: 'over', refreshToken: 'over' })),
  );
  await page.reload();
  await page.goto(at('#/links/top'));
  await page.getByRole('alert').getByText('Your session has ended').waitFor();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Top links' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page
    .getByRole('status')
    .getByText('You are signed out. Other devices can change nothing more, and follow within the hour.')
    .waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('a change after a sign-out in another browser asks to sign in again, and works then', async () => {
  const page = await app.newPage();
  const email = await signUp(page, app.url);
  const status = await page.evaluate(async () => {
    const { accessToken } = JSON.parse(sessionStorage.getItem('session') ?? '{}');
    const headers = { authorization: `Bearer ${accessToken}` };
    return (await fetch('/api/sessions', { method: 'DELETE', headers })).status;
  });
  expect(status).toBe(204);
  await page.getByLabel('URL to shorten').fill('http://example.com/late');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('Your session has ended').waitFor();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await makeLink(page, 'http://example.com/late');
});

test('an empty view says what will appear there', async () => {
  const page = await app.newPage();
  await signUp(page, app.url);
  await page.getByText('No links yet. Your first link appears here.').waitFor();
  await page.route('**/api/links/top', (route) => route.fulfill({ json: nobody }));
  await page.goto(`${app.url}#/links/top`);
  await page.getByText('No clicks in the last 24 hours.').waitFor();
  await page.goto(`${app.url}#/api/noSuchThing`);
  await page.getByText('There is no operation noSuchThing.').waitFor();
  await page.getByLabel('Filter').fill('no such words');
  await page.getByText('No operation matches all these words.').waitFor();
  await page.route('**/api/openapi.json', (route) => route.fulfill({ json: { openapi: '3.1.0', paths: {} } }));
  await page.reload();
  await page.getByText('The document lists no operations.').waitFor();
});

test('a repeated message stays for four seconds from the second time', async () => {
  const page = await app.newPage();
  await page.clock.install();
  await signUp(page, app.url);
  await makeLink(page, 'http://example.com/told');
  // From here on the test alone moves the page's clock, so a slow machine changes nothing.
  await page.clock.pauseAt(Date.now() + 3_600_000);
  const told = page.getByRole('status').getByText(/^Copied|^The browser did not allow/);
  const copy = page.getByRole('button', { name: 'Copy the new link' });
  await copy.click();
  await told.waitFor();
  // The page starts its timer after it has painted, and painting takes time on this clock too.
  await page.clock.runFor(100);
  await page.clock.fastForward(3_000);
  const first = await told.elementHandle();
  await copy.click();
  // It must be a different element; otherwise a screen reader would not read it again.
  await first?.waitForElementState('hidden');
  await page.clock.runFor(100);
  await page.clock.fastForward(3_000);
  expect(await told.count()).toBe(1);
  await page.clock.fastForward(1_000);
  await told.waitFor({ state: 'detached', timeout: 2_000 });
});
