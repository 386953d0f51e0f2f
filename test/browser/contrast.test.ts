// Every view in both colour schemes: text is readable, and controls are visible.
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { readContrast } from './contrast.ts';
import { makeLink, openConsole, signUp } from './steps/console-page.ts';
import { openAnew, openByExamples, orderAfter, orderId, shopViews } from './steps/shop-examples.ts';

const app = openConsole();

/** Checks one view after another. `low` collects what is too faint, and the views that had too little to check. */
function viewer(page: Page) {
  const low: string[] = [];
  const seen = { low, views: 0, look };
  async function look(view: string, least: number): Promise<void> {
    // After script calls focus(), the browser shows the keyboard's focus ring only if the keyboard was used before.
    await page.keyboard.press('Tab');
    const found = await page.evaluate(readContrast);
    low.push(...found.low.map((line) => `${view}: ${line}`));
    if (found.seen < least) low.push(`${view}: only ${found.seen} things looked at`);
    seen.views++;
  }
  return seen;
}

test.each(['light', 'dark'] as const)(
  'every view has the contrast of WCAG AA, %s',
  async (colorScheme) => {
    const page: Page = await app.newPage({ colorScheme });
    const seen = viewer(page);
    const { look, low } = seen;
    const open = async (view: string, least: number, hash: string, text: string): Promise<void> => {
      await page.goto(`${app.url}${hash}`);
      await page.getByText(text).first().waitFor();
      await look(view, least);
    };
    await open('map', 35, '', 'Planned');
    await open('sign in', 20, '#/sign-in', 'New here?');
    await page.getByLabel('E-mail').fill('nobody@example.com');
    await page.getByLabel('Password').fill('not-the-password-1A');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await look('refusal', 20);
    await open('sign up', 20, '#/sign-up', 'Your name');
    await signUp(page, app.url);
    const code = new URL(await makeLink(page, 'http://example.com/contrast')).pathname.slice(1);
    // Includes the toast.
    await look('links', 35);
    await page.getByRole('button', { name: `QR code ${code}` }).press('Enter');
    await page.getByRole('img', { name: /QR code of/ }).waitFor();
    await look('QR code', 6);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `Delete ${code}` }).press('Enter');
    await page.getByRole('dialog').waitFor();
    await look('confirm', 8);
    await page.keyboard.press('Escape');
    await page.route(`**/api/links/${code}/stats`, (route) =>
      route.fulfill({
        json: {
          total: 3,
          byDay: [{ day: new Date().toISOString().slice(0, 10), clicks: 3 }],
          byReferrer: [{ referrer: 'direct', clicks: 3 }],
          byDevice: [{ device: 'mobile', clicks: 3 }],
        },
      }),
    );
    await open('clicks', 30, `#/links/${code}`, 'By device');
    await open('top', 15, '#/links/top', 'Refresh');
    await open('account', 15, '#/account', 'Roles');
    await open('API', 500, '#/api', 'Format of errors');
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('details')) one.open = true;
    });
    await look('API, unfolded', 700);
    await page.goto(new URL('/no-such-link', app.url).href);
    await look('no such link', 2);
    await page.goto(new URL('/errors/unavailable.html', app.url).href);
    await look('unavailable', 4);
    expect(low).toEqual([]);
    expect(seen.views).toBe(14);
  },
  90_000,
);

test.each(['light', 'dark'] as const)(
  'every view of the shop has the contrast of WCAG AA, %s',
  async (colorScheme) => {
    const page: Page = await app.newPage({ colorScheme });
    const seen = viewer(page);
    const { look, low } = seen;
    const open = async (hash: string, text: string): Promise<void> => {
      await openAnew(page, `${app.url}${hash}`);
      await page.getByText(text).first().waitFor();
    };
    let order = orderAfter(['OrderPlaced', 'StockReserved'], 'PENDING');
    await openByExamples(page, app.url, {
      'GET /api/payments/breaker': {
        state: 'open',
        failures: 5,
        openedAt: '2026-03-01T08:00:00.000Z',
        nextProbeAt: null,
      },
    });
    await page.route(`**/api/orders/${orderId}`, (route) => route.fulfill({ json: order }));
    // A letter replaces a missing picture.
    await page.route('**/assets/products/**', (route) => route.abort());
    for (const { name, hash, shows } of shopViews) {
      await open(hash, name === 'operations' ? 'No payment goes to the provider' : shows);
      await look(name, 20);
    }
    order = orderAfter(
      [
        'OrderPlaced',
        'StockReserved',
        'CancelRequested',
        'PaymentAuthorised',
        'StockConfirmed',
        { type: 'CancellationStarted', reason: 'PAYMENT_UNAVAILABLE' },
        { type: 'PaymentReversed', outcome: 'VOIDED' },
        'StockReleased',
        { type: 'OrderCancelled', reason: 'PAYMENT_UNAVAILABLE' },
      ],
      'CANCELLED',
    );
    await open(`#/orders/${orderId}`, 'Compensations, in reverse order');
    await look('cancelled order', 50);
    for (const [available, words] of [
      [3, 'Only 3 left'],
      [0, 'Sold out'],
    ] as const) {
      await page.route('**/stock', (route) => route.fulfill({ json: { available, reserved: 0, sold: 0 } }));
      await open('#/shop', words);
      await look(words, 25);
    }
    await page.evaluate(() => sessionStorage.clear());
    await open('#/checkout', 'New here?');
    await look('sign in to go on', 20);
    expect(low).toEqual([]);
    expect(seen.views).toBe(shopViews.length + 4);
  },
  90_000,
);
