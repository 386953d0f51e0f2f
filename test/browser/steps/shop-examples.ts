// Answers with the examples of all contracts, for tests of what a view does with an answer.
import type { Page, Route } from 'playwright-core';
import { readContracts } from '../../../bin/contracts.ts';
import { contract as catalog } from '../../../lambdas/catalog/contract.ts';
import { contract as orders, type Step } from '../../../lambdas/orders/contract.ts';
import { routesAt } from '../../../lambdas/shared/base/path-template.ts';
import { contract as webhooks } from '../../../lambdas/webhooks/contract.ts';

const routes = (await readContracts()).flatMap(({ contract }) => Object.values(contract.routes));

const user = { userId: 'm-1', email: 'ada@example.com', displayName: 'Ada', roles: ['merchant', 'admin'] };
const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="#975"/></svg>';

/** The values that the examples use for their path parameters: `{ jobId: '…' }`. */
export const exampleParameters: Readonly<Record<string, string>> = Object.assign(
  {},
  ...routes.map(({ example }) => example?.path),
);

/** The test's own answers, keyed by route: `GET /api/cart`. */
export type Answers = Readonly<Record<string, object>>;

/** Opens the page signed in as a user with every role; the contracts' examples answer its requests. */
export async function openByExamples(page: Page, url: string, answers: Answers = {}): Promise<void> {
  await page.route('**/api/**', (route: Route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    const key = `${request.method()} ${pathname}`;
    const own = { 'GET /api/me': user, ...answers }[key];
    const found = routesAt(routes, pathname).find(({ method }) => method === request.method());
    if (!own && !found)
      return route.fulfill({ status: 404, json: { title: `The examples have no ${key}`, status: 404 } });
    return route.fulfill({ status: found?.status ?? 200, json: own ?? found?.example?.response ?? {} });
  });
  await page.route('**/assets/products/**', (route) => route.fulfill({ contentType: 'image/svg+xml', body: picture }));
  await page.goto(url);
  await page.evaluate(() =>
    sessionStorage.setItem('session', JSON.stringify({ accessToken: 'example', refreshToken: 'example' })),
  );
}

/** Leaves the page first: a view that is already open would not send its request again. */
export async function openAnew(page: Page, address: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(address);
}

export const orderId = orders.routes.getOrder.example.response.orderId;

/** The example order after these events, which are 0.1 s apart. */
export function orderAfter(events: readonly (Step['type'] | Partial<Step>)[], status: 'PENDING' | 'CANCELLED'): object {
  const startMs = Date.parse('2026-03-01T08:00:00.000Z');
  const timeline = events.map((event, i) => ({
    ...(typeof event === 'string' ? { type: event } : event),
    at: new Date(startMs + 100 * i).toISOString(),
  }));
  const reason = timeline.map((step) => ('reason' in step ? step.reason : undefined)).findLast(Boolean);
  const {
    cancellable: _,
    reason: __,
    ...order
  }: Record<string, unknown> = { ...orders.routes.getOrder.example.response };
  return { ...order, status, timeline, cancellable: status === 'PENDING', ...(status === 'CANCELLED' && { reason }) };
}

export const productId = catalog.routes.getProduct.example.path.productId;
const webhookId = webhooks.routes.listDeliveries.example.path.webhookId;

/** The shop's views: their addresses, what they request, and what they show once it answers. */
export const shopViews = [
  { name: 'browse', hash: '#/shop', asks: '**/api/products?*', shows: '1 product' },
  { name: 'product', hash: `#/shop/${productId}`, asks: `**/api/products/${productId}`, shows: 'baked this morning' },
  { name: 'cart', hash: '#/cart', asks: '**/api/cart', shows: '€4.80 each' },
  { name: 'check-out', hash: '#/checkout', asks: '**/api/cart', shows: 'Pay with a test card' },
  {
    name: 'order',
    hash: `#/orders/${orderId}`,
    asks: `**/api/orders/${orderId}`,
    shows: 'These events make up the order',
  },
  { name: 'orders', hash: '#/orders', asks: '**/api/orders', shows: 'Olive oil' },
  { name: 'notifications', hash: '#/notifications', asks: '**/api/notifications', shows: 'Your order is confirmed' },
  { name: 'products of a merchant', hash: '#/merchant', asks: '**/api/products?*', shows: 'Bakery · €4.80' },
  {
    name: 'change a product',
    hash: `#/merchant/products/${productId}`,
    asks: `**/api/products/${productId}`,
    shows: 'Stop selling',
  },
  { name: 'orders of a merchant', hash: '#/merchant/orders', asks: '**/api/merchant/orders', shows: 'Olive oil' },
  { name: 'webhooks', hash: '#/merchant/webhooks', asks: '**/api/webhooks', shows: 'shop.example.com' },
  { name: 'deliveries', hash: `#/merchant/webhooks/${webhookId}`, asks: '**/deliveries', shows: 'Send again' },
  { name: 'operations', hash: '#/operations', asks: '**/api/payments/breaker', shows: 'Payments go to the provider' },
] as const;
