// Shared by the browser tests: a Chromium that follows links without the Internet, and the console's steps.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findOrInstallChromium } from '../chromium.ts';

/** The folder that keeps a run's screenshots. */
export const screenshots = '.local/test/screenshots';
/** UPDATE_PICTURES=1 updates the README's pictures. */
const pictures = process.env.UPDATE_PICTURES ? 'docs/images' : screenshots;

/** Captures the visible part of the page. The size limit is for readers of the docs on a slow line. */
export async function picture(page: Page, name: string): Promise<void> {
  const path = `${pictures}/${name}.png`;
  await page.screenshot({ path });
  expect((await stat(path)).size).toBeLessThan(120_000);
}

export const password = 'Correct-horse-9-battery';
export const freshEmail = (): string => `browser-${randomUUID()}@example.com`;

/** The console's address, from the outputs file of the deployment under test. */
export async function readConsoleUrl(): Promise<string> {
  const file = process.env.SYSTEM_DESIGN_OUTPUTS;
  if (!file)
    throw new Error('Set SYSTEM_DESIGN_OUTPUTS to the outputs file of a running system, or run all by `npm test`.');
  return (JSON.parse(await readFile(file, 'utf8')) as { consoleUrl: string }).consoleUrl;
}

/** The public site that the tests' short links lead to: `http://example.com`, answered by this process. */
export interface TargetSite {
  readonly port: number;
  /** Every request target, byte for byte as received. */
  readonly visits: readonly string[];
  close(): void;
}

export async function openTargetSite(): Promise<TargetSite> {
  const visits: string[] = [];
  const server = createServer((request, response) => {
    if (request.url !== '/favicon.ico') visits.push(request.url ?? '');
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Target</title><h1>You arrived</h1>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, visits, close: () => server.close() };
}

/** Resolves example.com to the target site, because Playwright's own interception does not see redirect targets. */
export async function launchChromium(site: TargetSite): Promise<Browser> {
  return chromium.launch({
    executablePath: await findOrInstallChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=MAP example.com:80 127.0.0.1:${site.port}`,
    ],
  });
}

export const wide = { width: 1280, height: 800 };
export const narrow = { width: 360, height: 740 };

/** Opens one Chromium per test file and closes its pages after each test. Read `url` only inside tests. */
export function openConsole() {
  const opened = { url: '', newPage: (_: BrowserContextOptions = {}): Promise<Page> => Promise.reject() };
  let site: TargetSite | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    opened.url = await readConsoleUrl();
    site = await openTargetSite();
    const launched = await launchChromium(site);
    browser = launched;
    opened.newPage = async (options = {}) =>
      (await launched.newContext({ viewport: wide, reducedMotion: 'reduce', ...options })).newPage();
    // Chromium may have to be installed first.
  }, 300_000);
  afterEach(() => Promise.all((browser?.contexts() ?? []).map((context) => context.close())));
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });
  return opened;
}

/** Collects script errors and console errors, which include policy violations. No page may have any. */
export function watchForErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

/** Returns the e-mail address. */
export async function fillSignUp(page: Page, consoleUrl: string): Promise<string> {
  const email = freshEmail();
  await page.goto(`${consoleUrl}#/sign-up`);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  return email;
}

export async function signUp(page: Page, consoleUrl: string): Promise<string> {
  const email = await fillSignUp(page, consoleUrl);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { level: 1, name: 'Short links', exact: true }).waitFor();
  return email;
}

/** Creates a link with the form; returns its short URL. */
export async function makeLink(page: Page, url: string, alias?: string): Promise<string> {
  await page.getByLabel('URL to shorten').fill(url);
  if (alias !== undefined) await page.getByLabel('Alias').fill(alias);
  const form = page.getByRole('region', { name: 'Create a link' });
  await form.getByRole('button', { name: 'Shorten' }).click();
  const shortUrl = await form.getByRole('link').getAttribute('href');
  if (shortUrl === null) throw new Error('The page shows a short link without an address');
  return shortUrl;
}
