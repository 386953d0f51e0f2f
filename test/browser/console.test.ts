// The console as a user sees it, in a real Chromium against the running system.
import { mkdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import {
  fillSignUp,
  freshEmail,
  launchChromium,
  makeLink,
  narrow,
  openTargetSite,
  password,
  readConsoleUrl,
  screenshots,
  signUp,
  type TargetSite,
  watchForErrors,
  wide,
} from './steps/console-page.ts';

/** A click reaches the counters over a stream, which takes a while on a busy machine. */
const clickMs = 30_000;
const testMs = 90_000;

let consoleUrl: string;
let site: TargetSite;
let browser: Browser;

beforeAll(async () => {
  consoleUrl = await readConsoleUrl();
  await mkdir(screenshots, { recursive: true });
  site = await openTargetSite();
  browser = await launchChromium(site);
  // Chromium may have to be installed first.
}, 300_000);

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

afterAll(async () => {
  await browser?.close();
  site?.close();
});

async function openPage(options: BrowserContextOptions = { viewport: wide }): Promise<Page> {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
  return context.newPage();
}

const shoot = (page: Page, name: string) => page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
const alertText = (page: Page) => page.getByRole('alert').textContent();

test(
  'a person signs up, shortens a URL, follows it to its exact bytes and sees the click counted',
  async () => {
    const page = await openPage();
    const errors = watchForErrors(page);
    await page.goto(consoleUrl);
    expect(await page.title()).toContain('Serverless system design');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await shoot(page, 'welcome-1280');
    await signUp(page, consoleUrl);
    const path = '/a/%7Euser/?q=1&r=%C3%A9+x&empty=';
    const shortUrl = await makeLink(page, `http://example.com${path}`);
    await shoot(page, 'links-1280');

    const form = page.getByRole('region', { name: 'Create a link' });
    const [followed] = await Promise.all([page.waitForEvent('popup'), form.getByRole('link').click()]);
    await followed.getByRole('heading', { name: 'You arrived' }).waitFor();
    expect(followed.url()).toBe(`http://example.com${path}`);
    expect(site.visits).toContain(path);
    await followed.close();

    await page.getByRole('link', { name: `Clicks ${new URL(shortUrl).pathname.slice(1)}` }).click();
    await page
      .getByRole('region', { name: 'Last 30 days' })
      .getByText('1 click', { exact: true })
      .waitFor({ timeout: clickMs });
    await page.getByRole('table', { name: 'By day' }).getByRole('cell', { name: '1' }).waitFor();
    await shoot(page, 'clicks-1280');
    expect(errors).toEqual([]);
  },
  testMs,
);

test(
  'the keyboard alone signs in, makes a link and deletes it',
  async () => {
    const page = await openPage();
    const errors = watchForErrors(page);
    const email = await signUp(page, consoleUrl);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto('about:blank');
    await page.goto(`${consoleUrl}#/links`);
    await page.getByLabel('E-mail').waitFor();

    const focused = () =>
      page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.id);
    const tabTo = async (target: string): Promise<void> => {
      for (let presses = 0; presses < 20; presses++) {
        await page.keyboard.press('Tab');
        if ((await focused()) === target) return;
      }
      throw new Error(`20 presses of Tab do not reach ${target}; the focus is on ${await focused()}`);
    };
    await tabTo('Skip to content');
    await page.keyboard.press('Enter');
    await tabTo('email');
    await page.keyboard.type(email);
    await tabTo('password');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByLabel('URL to shorten').waitFor();
    await tabTo('url');
    await page.keyboard.type('http://example.com/by-keyboard');
    await page.keyboard.press('Enter');
    await page.getByText('Your short link').waitFor();
    await tabTo('Copy the new link');
    const code = (await page.getByRole('listitem').getByRole('link').first().textContent())?.split('/').at(-1);
    await tabTo(`Delete ${code}`);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo('Delete');
    await page.keyboard.press('Enter');
    await page.getByText('No links yet').waitFor();
    expect(await focused()).toBe('Your links');
    expect(errors).toEqual([]);
  },
  testMs,
);

test(
  'a refusal says why, in an alert',
  async () => {
    const page = await openPage();
    await page.goto(`${consoleUrl}#/links`);
    await page.getByLabel('E-mail').fill(freshEmail());
    await page.getByLabel('Password').fill('not-the-password-1A');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await alertText(page)).toContain('The e-mail address or the password is wrong');
    await signUp(page, consoleUrl);
    await page.getByLabel('URL to shorten').fill('http://127.0.0.1/private');
    await page.getByRole('button', { name: 'Shorten' }).click();
    expect(await alertText(page)).toContain('This URL cannot be shortened');
    await shoot(page, 'refusal-1280');
  },
  testMs,
);

test(
  'a user who moves on right after signing in is not brought back',
  async () => {
    const page = await openPage();
    await fillSignUp(page, consoleUrl);
    await page.evaluate(() => {
      const goOn = new MutationObserver(() => {
        if (!document.querySelector('header .account')) return;
        goOn.disconnect();
        location.hash = '#/media';
      });
      goOn.observe(document.body, { childList: true, subtree: true });
    });
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { level: 1, name: 'Media' }).waitFor();
    // Anything that would follow the view has arrived by then.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Media');
  },
  testMs,
);

test(
  'an access token that is refused is renewed unseen, and a session that is over asks to sign in',
  async () => {
    const page = await openPage();
    await signUp(page, consoleUrl);
    await makeLink(page, 'http://example.com/kept');
    const spoil = (field: 'accessToken' | 'refreshToken') =>
      page.evaluate((name) => {
        const tokens = JSON.parse(sessionStorage.getItem('session') ?? '{}');
        sessionStorage.setItem('session', JSON.stringify({ ...tokens, [name]: 'refused' }));
      }, field);
    await spoil('accessToken');
    await page.reload();
    await page.getByText('http://example.com/kept').waitFor();
    await spoil('accessToken');
    await spoil('refreshToken');
    await page.reload();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  },
  testMs,
);

test(
  'a phone of 360 px shows everything without scrolling sideways, light and dark',
  async () => {
    const page = await openPage({ viewport: narrow, colorScheme: 'light' });
    const errors = watchForErrors(page);
    const shootBoth = async (name: string): Promise<void> => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await shoot(page, `${name}-360-${colorScheme}`);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(narrow.width);
    };
    await page.goto(`${consoleUrl}#/links`);
    await page.getByLabel('E-mail').waitFor();
    await shootBoth('welcome');
    await signUp(page, consoleUrl);
    await makeLink(page, `http://example.com/${'a-very-long-path/'.repeat(12)}`);
    await shootBoth('links');
    await page
      .getByRole('listitem')
      .getByRole('link', { name: /^Clicks/ })
      .click();
    await page.getByRole('region', { name: 'Last 30 days' }).waitFor();
    await shootBoth('clicks');
    await page.goto(new URL('/errors/unavailable.html', consoleUrl).href);
    await page.getByRole('heading', { name: 'Unavailable for a moment' }).waitFor();
    await shootBoth('unavailable');
    expect(errors).toEqual([]);
  },
  testMs,
);
