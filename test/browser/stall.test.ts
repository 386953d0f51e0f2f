// A merchant's stall in a real Chromium against the running services.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually, newPerson, type Person } from '../local/kit/client.ts';
import { Receiver } from '../local/kit/receiver.ts';
import { buy, settled } from '../local/orders/shopping.ts';
import { openConsole, screenshots, watchForErrors } from './steps/console-page.ts';
import { openAnew } from './steps/shop-examples.ts';
import { enter } from './steps/shop-page.ts';

const app = openConsole();
const receiver = new Receiver();
let merchant: Person;
let customer: Person;

beforeAll(async () => {
  [merchant, customer] = await Promise.all([newPerson('merchant'), newPerson()]);
  await receiver.listen();
});
afterAll(() => receiver.close());

test('a merchant adds a product, restocks it, sees its order, and an endpoint receives it', async () => {
  const page = await app.newPage();
  const errors = watchForErrors(page);
  const endpoint = receiver.endpoint();
  const name = `Plum jam ${Date.now()}`;
  await enter(page, app.url, merchant, '#/merchant');
  await page.getByText('No products yet.').waitFor();
  await page.getByRole('link', { name: 'Add a product' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Description').fill('Dark and sweet.');
  await page.getByLabel('Category').fill('Fresh Pantry');
  await page.getByLabel('Price in euros').fill('nothing');
  await page.getByRole('button', { name: 'Add product' }).click();
  await page.getByRole('alert').getByText('Enter a price above zero').waitFor();
  await page.getByLabel('Price in euros').fill('4,50');
  await page.getByRole('button', { name: 'Add product' }).click();
  const mine = page.getByRole('list', { name: 'Your products' }).getByRole('listitem').filter({ hasText: name });
  await mine.getByText('Fresh pantry · €4.50').waitFor();
  await mine.getByRole('spinbutton').fill('7');
  await mine.getByRole('button', { name: 'Restock' }).click();
  await page.getByRole('status').getByText(`${name}: 7 available now.`).waitFor();

  await mine.getByRole('link', { name: 'Change' }).click();
  await page.getByLabel('Price in euros').fill('4.20');
  await page.getByRole('button', { name: 'Save' }).click();
  await mine.getByText('€4.20').waitFor();
  const productId = (await mine.getByRole('link', { name, exact: true }).getAttribute('href'))?.split('/').at(-1) ?? '';

  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.getByText('No webhooks yet.').waitFor();
  await page.getByLabel('Endpoint URL').fill(endpoint.url);
  await page.getByRole('button', { name: 'Add webhook' }).click();
  const secret = await page.locator('.secret').textContent();
  expect(secret).toMatch(/^whsec_/);
  await page.reload();
  await page.getByRole('link', { name: endpoint.url, exact: true }).waitFor();
  expect(await page.getByText(secret ?? '').count()).toBe(0);
  await page.getByRole('button', { name: `New secret ${endpoint.url}` }).click();
  await page.getByText('deliveries are signed with the secret before it as well').waitFor();
  expect(await page.locator('.secret').textContent()).toMatch(/^whsec_[A-Za-z0-9+/]{48}$/);

  // Another test may have switched the payment provider off for a moment.
  const buyIt = async () => settled(customer, await buy(customer, { merchant, productId, priceCents: 420 }));
  const { orderId, totalCents } = await eventually(buyIt, ({ status }) => status === 'CONFIRMED', 90_000);
  expect(totalCents).toBe(420);
  const order = page.getByRole('listitem').filter({ hasText: orderId });
  await openAnew(page, `${app.url}#/merchant/orders`);
  await order.getByText('Confirmed').waitFor();
  await page.screenshot({ path: `${screenshots}/stall-orders-1280.png` });

  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.getByRole('link', { name: `Deliveries ${endpoint.url}` }).click();
  const delivery = page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem').filter({ hasText: orderId });
  await delivery.getByText('Delivered').waitFor({ timeout: 60_000 });
  const before = endpoint.received().length;
  await delivery.getByRole('button', { name: 'Send again' }).click();
  await delivery.getByText('2 attempts').waitFor({ timeout: 60_000 });
  expect(endpoint.received()).toHaveLength(before + 1);
  await page.screenshot({ path: `${screenshots}/stall-deliveries-1280.png` });
  expect(errors).toEqual([]);
}, 180_000);
