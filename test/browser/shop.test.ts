// The shop as users see it, in a real Chromium against the running services. All in one file, because switching the
// payment provider off affects every test.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ask, eventually, newPerson, type Person } from '../local/kit/client.ts';
import { buy, ledgerOf, newShop, orderOf, type Shop, settled } from '../local/orders/shopping.ts';
import {
  freshEmail,
  narrow,
  openConsole,
  password,
  picture,
  screenshots,
  watchForErrors,
} from './steps/console-page.ts';
import { openAnew } from './steps/shop-examples.ts';
import { compensations, enter, headline, order, steps } from './steps/shop-page.ts';

const testMs = 120_000;
const app = openConsole();
let merchant: Person;
let admin: Person;
let shop: Shop;

beforeAll(async () => {
  [merchant, admin] = await Promise.all([newPerson('merchant'), newPerson('admin')]);
  shop = await newShop(100, merchant);
}, 60_000);

const faultOff = () => ask('PUT', '/api/faults/payments', { token: admin.token, body: { kind: 'off' } });
afterAll(faultOff);

const shoot = (page: Page, name: string) => page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });

async function customerAt(hash: string, options = {}): Promise<{ page: Page; customer: Person }> {
  const [page, customer] = await Promise.all([app.newPage(options), newPerson()]);
  await enter(page, app.url, customer, hash);
  return { page, customer };
}

test(
  'a good card: every step lights up, the order is confirmed, charged once, and announced',
  async () => {
    const { page, customer } = await customerAt(`#/shop/${shop.productId}`);
    const errors = watchForErrors(page);
    await page.getByText('100 in stock').waitFor();
    await page.getByRole('button', { name: /^One more of/ }).click();
    const orderId = await order(page);
    await headline(page, /^Confirmed\. €5\.00 is paid\.$/);
    expect(await steps(page).locator('.done').count()).toBe(7);
    expect(await compensations(page)).toEqual([]);
    await page.getByRole('region', { name: 'Events' }).getByText('Payment captured').waitFor();
    expect((await ledgerOf(admin, orderId)).captures).toEqual([expect.objectContaining({ amountCents: 500 })]);
    await shoot(page, 'order-confirmed-1280');

    expect((await ask('GET', '/api/cart', customer)).body.items).toEqual([]);
    await page.getByRole('link', { name: 'Cart', exact: true }).waitFor();
    await page.getByRole('link', { name: /^Notifications, unread: [12]$/ }).click();
    await page.getByRole('link', { name: 'Your order is confirmed' }).waitFor();
    await page.getByRole('link', { name: 'We have your order' }).waitFor();
    await shoot(page, 'notifications-1280');
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await page.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
    await page.getByRole('navigation', { name: 'Shop' }).getByRole('link', { name: 'Orders' }).click();
    await page.getByRole('link', { name: /^2 × Thing/ }).waitFor();
    expect(errors).toEqual([]);
  },
  testMs,
);

test(
  'a slow card: the page shows where the order is while it is there',
  async () => {
    const { page } = await customerAt(`#/shop/${shop.productId}`, { viewport: narrow });
    await order(page, 'Slow card');
    await steps(page).locator('[aria-current="step"]', { hasText: 'Authorise card' }).waitFor();
    expect(await steps(page).locator('.done').allTextContents()).toHaveLength(2);
    await shoot(page, 'order-under-way-360');
    await headline(page, /^Confirmed\./);
    expect(await page.getByRole('button', { name: 'Cancel the order' }).count()).toBe(0);
  },
  testMs,
);

test(
  'a declined card: the step that refused is marked, the stock goes back, and the cart can be filled again',
  async () => {
    const { page, customer } = await customerAt(`#/shop/${shop.productId}`);
    const orderId = await order(page, 'Declined card');
    await headline(page, /^Cancelled\. The card was declined\. Nothing was charged\.$/);
    expect(await steps(page).locator('.refused').textContent()).toContain('Authorise card');
    expect(await compensations(page)).toEqual(['Release stock', 'Cancel order']);
    expect(await ledgerOf(admin, orderId)).toMatchObject({ captures: [], refunds: [] });
    await shoot(page, 'order-declined-1280');
    await page.getByRole('button', { name: 'Put everything back into the cart' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your cart' }).waitFor();
    await page.getByRole('region', { name: 'Summary' }).getByText('€2.50').waitFor();
    expect((await ask('GET', '/api/cart', customer)).body.totalCents).toBe(250);
  },
  testMs,
);

test(
  'a cancel while the card is asked: payment, stock and order are taken back, in this order',
  async () => {
    const { page } = await customerAt(`#/shop/${shop.productId}`);
    const orderId = await order(page, 'Slow card');
    await steps(page).locator('[aria-current="step"]', { hasText: 'Authorise card' }).waitFor();
    await page.getByRole('button', { name: 'Cancel the order' }).click();
    await headline(page, /^Cancelled\. You cancelled the order\. €2\.50 was held on the card and is released\.$/);
    expect(await compensations(page)).toEqual(['Reverse payment', 'Release stock', 'Cancel order']);
    expect(await ledgerOf(admin, orderId)).toMatchObject({ captures: [], voids: [{ amountCents: 250 }] });
    await shoot(page, 'order-cancelled-1280');
    await picture(page, 'order-1280');
  },
  testMs,
);

test(
  'a guest fills a cart, signs up on the way to the check-out, and finds it there',
  async () => {
    const page = await app.newPage();
    const errors = watchForErrors(page);
    await page.goto(`${app.url}#/shop`);
    await page.getByRole('link', { name: 'Bakery' }).click();
    await page.getByRole('searchbox').fill('sourdough');
    const loaf = page.getByRole('list', { name: 'Products' }).getByRole('listitem').first();
    await loaf.getByText('€4.80').waitFor();
    await loaf.getByText('In stock').waitFor();
    const picture = loaf.locator('img');
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
    await loaf.getByRole('button', { name: 'Add Sourdough loaf to the cart' }).click();
    await page.getByRole('link', { name: 'Cart, items: 1' }).click();
    await page.getByRole('button', { name: 'One more of Sourdough loaf' }).click();
    await page.getByRole('region', { name: 'Summary' }).getByText('€9.60').waitFor();
    await page.getByRole('link', { name: 'Check out' }).click();
    await page.getByRole('heading', { name: 'Sign in to continue in the shop' }).waitFor();
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('E-mail').fill(freshEmail());
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { level: 1, name: 'Check out' }).waitFor();
    await page.getByText('2 × Sourdough loaf').waitFor();
    await shoot(page, 'check-out-1280');
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to continue in the shop' }).waitFor();
    await openAnew(page, `${app.url}#/cart`);
    await page.getByText('Your cart is empty.').waitFor();
    expect(errors).toEqual([]);
  },
  testMs,
);

test(
  'the provider is switched off: orders fail fast, the breaker is open; switched on again, it closes',
  async () => {
    const page = await app.newPage();
    await enter(page, app.url, admin, '#/operations');
    await page.getByText('The provider works.').waitFor();
    const breaker = page.getByRole('region', { name: 'Circuit breaker' });
    await breaker.getByText('Closed.').waitFor();
    await page.getByRole('radio', { name: 'Fail' }).check();
    await page.getByRole('button', { name: 'Switch' }).click();
    await page.getByText('The provider fails.').waitFor();
    const buyers = await Promise.all(Array.from({ length: 5 }, () => newPerson()));
    await Promise.all(buyers.map((buyer) => buy(buyer, shop)));
    await breaker.getByText('Open.', { exact: true }).waitFor({ timeout: 60_000 });
    await shoot(page, 'operations-open-1280');

    const { page: mine, customer } = await customerAt(`#/shop/${shop.productId}`);
    const orderId = await order(mine);
    await headline(mine, /^Cancelled\. The payment provider did not respond\./);
    const { timeline } = await orderOf(customer, orderId);
    const tookMs = Date.parse(timeline.at(-1)?.at ?? '') - Date.parse(timeline[0]?.at ?? '');
    expect(tookMs).toBeLessThan(4_000);

    await page.getByRole('radio', { name: 'Work' }).check();
    await page.getByRole('button', { name: 'Switch' }).click();
    await page.getByText('The provider works.').waitFor();
    const buyAgain = async () => settled(customer, await buy(customer, shop));
    const paid = await eventually(buyAgain, ({ status }) => status === 'CONFIRMED', 90_000);
    expect(paid.status).toBe('CONFIRMED');
    await breaker.getByText('Closed.').waitFor();
    await page.getByLabel('Order', { exact: true }).fill(paid.orderId);
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByRole('table').waitFor();
    await shoot(page, 'operations-1280');
  },
  2 * testMs,
);

test('the shop shows its products with their pictures', async () => {
  const page = await app.newPage();
  await page.goto(`${app.url}#/shop?category=fruit`);
  await page.getByText('In stock').nth(3).waitFor();
  const images = page.locator('.products img');
  await images.first().waitFor();
  const shown = () =>
    images.evaluateAll((all) => all.slice(0, 8).filter((one) => (one as HTMLImageElement).naturalWidth > 0));
  expect(await eventually(shown, ({ length }) => length === 8)).toHaveLength(8);
  await picture(page, 'shop-1280');
});
