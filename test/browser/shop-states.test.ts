// The shop's views while loading, without data, without an answer, and when the data changes.
// @runs beside: it answers the requests of its pages itself
import { expect, test } from '@jest/globals';
import { narrow, openConsole, watchForErrors } from './steps/console-page.ts';
import { openAnew, openByExamples, orderAfter, orderId, productId, shopViews } from './steps/shop-examples.ts';

const app = openConsole();
const placed = ['OrderPlaced', 'StockReserved'] as const;

test('every view of the shop says that it loads', async () => {
  const page = await app.newPage();
  await openByExamples(page, app.url);
  for (const { name, hash, asks, shows } of shopViews) {
    let answer = (): void => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(asks, async (route) => {
      await held;
      await route.fallback();
    });
    await openAnew(page, `${app.url}${hash}`);
    await page.getByText('Loading…').first().waitFor();
    expect([name, await page.getByText(shows).count()]).toEqual([name, 0]);
    answer();
    await page.getByText(shows).first().waitFor();
    expect([name, await page.getByText('Loading…').count()]).toEqual([name, 0]);
    await page.unroute(asks);
  }
}, 90_000);

test.each([
  { name: 'nothing answers', says: 'No answer from the network', status: undefined },
  { name: 'the service is down', says: 'The service did not answer', status: 503 },
])(
  'every view of the shop says so when $name, and recovers',
  async ({ says, status }) => {
    const page = await app.newPage();
    await openByExamples(page, app.url);
    for (const { name, hash, asks, shows } of shopViews) {
      await page.route(asks, (route) =>
        status ? route.fulfill({ status, body: 'Unavailable' }) : route.abort('connectionrefused'),
      );
      await openAnew(page, `${app.url}${hash}`);
      await page.getByRole('main').getByRole('alert').getByText(says).first().waitFor();
      expect([name, await page.getByText(shows).count()]).toEqual([name, 0]);
      await page.unroute(asks);
      const again = page.getByRole('button', { name: 'Try again' });
      // Polled views recover without a click.
      if ((await again.count()) > 0) await again.first().click();
      await page.getByText(shows).first().waitFor();
      await page.getByRole('main').getByRole('alert').waitFor({ state: 'detached' });
    }
  },
  90_000,
);

test('an empty view says what will appear there, and how to get there', async () => {
  const page = await app.newPage();
  const none = { items: [] };
  await openByExamples(page, app.url, {
    'GET /api/products': none,
    'GET /api/cart': { items: [], totalCents: 0, expiresAt: null },
    'GET /api/orders': none,
    'GET /api/notifications': none,
    'GET /api/merchant/orders': none,
    'GET /api/webhooks': none,
    'GET /api/payments/ledger': { orderId, authorisations: [], captures: [], voids: [], refunds: [] },
  });
  const open = async (hash: string, text: string) => {
    await openAnew(page, `${app.url}${hash}`);
    await page.getByText(text).waitFor();
  };
  await open('#/shop?category=bakery', 'This category is empty.');
  await open('#/shop?query=unicorn', 'No product matches “unicorn”.');
  await open('#/cart', 'Your cart is empty.');
  await open('#/checkout', 'Your cart is empty.');
  await open('#/orders', 'No orders yet.');
  await open('#/orders?status=CANCELLED', 'No order matches.');
  await open('#/notifications', 'Updates on your orders appear here.');
  await open('#/merchant', 'No products yet.');
  await open('#/merchant/orders', 'No orders with your products yet.');
  await open('#/merchant/webhooks', 'No webhooks yet.');
  await open('#/operations', 'Payments go to the provider');
  await page.getByLabel('Order', { exact: true }).fill(orderId);
  await page.getByRole('button', { name: 'Look up' }).click();
  await page.getByText('The provider has no entries for this order.').waitFor();
});

test('an order is asked for by its ETag, lights up as it changes, and is left alone at its end', async () => {
  const page = await app.newPage();
  await openByExamples(page, app.url);
  await page.clock.install();
  const asked: (string | undefined)[] = [];
  let answer = { etag: '"1"', json: orderAfter(placed, 'PENDING') };
  await page.route(`**/api/orders/${orderId}`, (route) => {
    const known = route.request().headers()['if-none-match'];
    asked.push(known);
    if (known === answer.etag) return route.fulfill({ status: 304, headers: { etag: answer.etag } });
    return route.fulfill({ headers: { etag: answer.etag }, json: answer.json });
  });
  const asks = async () => {
    const before = asked.length;
    while (asked.length === before) await page.clock.runFor(500);
  };
  await openAnew(page, `${app.url}#/orders/${orderId}`);
  const steps = page.getByRole('list', { name: 'Steps of the saga' });
  await steps.locator('[aria-current="step"]', { hasText: 'Authorise' }).waitFor();
  await asks();
  await asks();
  expect(asked.slice(0, 3)).toEqual([undefined, '"1"', '"1"']);
  answer = {
    etag: '"2"',
    json: orderAfter([...placed, { type: 'CancellationStarted', reason: 'PAYMENT_DECLINED' }], 'PENDING'),
  };
  await asks();
  const back = page.getByRole('list', { name: 'Compensations, in reverse' }).getByRole('listitem');
  await back.first().waitFor();
  expect(await back.allTextContents()).toEqual([
    expect.stringContaining('Release stock'),
    expect.stringContaining('Cancel order'),
  ]);
  expect(await steps.locator('.refused').textContent()).toContain('Authorise');
  answer = {
    etag: '"3"',
    json: orderAfter(
      [
        ...placed,
        { type: 'CancellationStarted', reason: 'PAYMENT_DECLINED' },
        'StockReleased',
        { type: 'OrderCancelled', reason: 'PAYMENT_DECLINED' },
      ],
      'CANCELLED',
    ),
  };
  await asks();
  await page.getByRole('status').getByText('Cancelled. The card was declined. Nothing was charged.').waitFor();
  const ended = asked.length;
  await page.clock.runFor(60_000);
  expect(asked.length).toBe(ended);
});

test('a product that is no longer sold stays in the cart, marked, and out of the sum', async () => {
  const page = await app.newPage();
  const item = {
    productId,
    merchantId: 'm-1',
    name: 'Rye loaf',
    imageUrl: null,
    priceCents: 480,
    quantity: 2,
    available: true,
  };
  await openByExamples(page, app.url, {
    'GET /api/cart': {
      items: [item, { ...item, productId: '0000000000000000', name: 'Old jam', available: false }],
      totalCents: 960,
      expiresAt: null,
    },
  });
  await openAnew(page, `${app.url}#/cart`);
  await page.getByText('No longer sold. It will not be part of the order.').waitFor();
  expect(await page.getByRole('region', { name: 'Summary' }).textContent()).toContain('2 items');
  expect(await page.getByRole('group', { name: 'Quantity of Old jam' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Remove Old jam' }).click();
  await page.getByText('Removed Old jam from your cart.').waitFor();
  expect(await page.getByText('No longer sold').count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Items');
});

test.each(['light', 'dark'] as const)(
  'a phone of 360 px shows the shop without scrolling sideways, %s',
  async (colorScheme) => {
    const page = await app.newPage({ viewport: narrow, colorScheme });
    const errors = watchForErrors(page);
    const name = `${'A very long name of a product '.repeat(4)}unbreakable${'x'.repeat(40)}`;
    const url = `https://shop.example.com/${'path'.repeat(40)}`;
    const hook = {
      webhookId: 'wh-1',
      url,
      events: ['OrderConfirmed'],
      enabled: false,
      disabledReason: url,
      failures: 9,
      createdAt: '2026-03-01T08:00:00.000Z',
    };
    await openByExamples(page, app.url, {
      'GET /api/products': {
        items: [
          {
            productId,
            merchantId: 'm-1',
            name,
            category: 'bakery',
            priceCents: 999_999_99,
            imageUrl: null,
            version: 1,
            createdAt: hook.createdAt,
          },
        ],
      },
      'GET /api/webhooks': { items: [hook] },
    });
    for (const { name: view, hash, shows } of shopViews) {
      await openAnew(page, `${app.url}${hash}`);
      await page
        .getByText(
          view === 'browse' || view === 'webhooks' || view === 'products of a merchant'
            ? /unbreakable|pathpath/
            : shows,
        )
        .first()
        .waitFor();
      expect([view, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([view, narrow.width]);
    }
    expect(errors).toEqual([]);
  },
  60_000,
);
