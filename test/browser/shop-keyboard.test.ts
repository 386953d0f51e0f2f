// The shop with the keyboard alone: every action works, and wherever the focus stops, it is visible.
// @runs beside: it answers the requests of its pages itself
import { expect, test } from '@jest/globals';
import { openConsole, watchForErrors } from './steps/console-page.ts';
import { keysOf } from './steps/keys.ts';
import { openByExamples } from './steps/shop-examples.ts';

const app = openConsole();

test('the keyboard alone buys, reads what happened and runs a stall, and the focus is seen at every stop', async () => {
  const page = await app.newPage();
  const errors = watchForErrors(page);
  const keys = keysOf(page);
  await openByExamples(page, app.url);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET')
      sent.push(`${request.method()} ${new URL(request.url()).pathname} ${request.postData() ?? ''}`);
  });
  await page.reload();
  // The page answers keys once it is there.
  await page.getByRole('link', { name: 'Catalog', exact: true }).waitFor();
  await keys.to('Catalog');
  await keys.press('Enter');
  await keys.heading('The shop');
  await keys.to('Search the shop');
  await keys.to('Bakery');
  await keys.press('Enter');
  await keys.heading('Bakery');
  await keys.to('Sourdough loaf');
  await keys.to('Add Sourdough loaf to the cart2');
  await keys.press('Enter');
  await page.getByRole('status').getByText('Sourdough loaf: 3 in your cart.').waitFor();
  await keys.to('Sourdough loaf', 'Shift+Tab');
  await keys.press('Enter');
  await keys.heading('Sourdough loaf');
  await keys.to('One more of Sourdough loaf');
  await keys.press('Space');
  await keys.to('Add to cart');
  await keys.press('Enter');
  await keys.to('Go to cart');
  await keys.press('Enter');
  await keys.heading('Your cart');
  await keys.to('Quantity of Sourdough loaf');
  await keys.press('Control+a');
  await keys.type('7');
  await keys.to('Check out');
  await keys.press('Enter');
  await keys.heading('Check out');
  await keys.to('Good card pm_ok Succeeds at once.');
  await keys.press('ArrowDown');
  expect(await keys.stop()).toContain('Declined card');
  await keys.to('Place order');
  await keys.press('Enter');
  await page.getByRole('heading', { name: 'Events' }).waitFor();
  expect(sent).toEqual([
    'PUT /api/cart/items/7hTq2LkXv0PzRb4m {"quantity":3}',
    'PUT /api/cart/items/7hTq2LkXv0PzRb4m {"quantity":4}',
    'PUT /api/cart/items/7hTq2LkXv0PzRb4m {"quantity":7}',
    'POST /api/orders {"paymentMethod":"pm_declined"}',
  ]);

  await keys.to('Notifications, unread: 1', 'Shift+Tab');
  await keys.press('Enter');
  await keys.heading('Notifications');
  await keys.to('Mark as read: Your order is confirmed');
  await keys.press('Enter');
  await page.getByRole('status').getByText('Marked as read.').waitFor();
  await keys.to('Order placed: E-mail');
  await keys.press('Space');
  await keys.to('Save');
  await keys.press('Enter');
  await keys.to('Your stall', 'Shift+Tab');
  await keys.press('Enter');
  await keys.heading('Your stall');
  await keys.to('Units of Sourdough loaf to add');
  await keys.type('50');
  await keys.press('Enter');
  await page.getByRole('status').getByText('Sourdough loaf: 87 available now.').waitFor();
  await keys.to('Add a product', 'Shift+Tab');
  await keys.press('Enter');
  await keys.heading('Add a product');
  for (const [field, text] of [
    ['Name', 'Rye loaf'],
    ['Description optional', 'Dark.'],
    ['Category', 'bakery'],
    ['Price in euros', '4,50'],
  ] as const) {
    await keys.to(field);
    await keys.type(text);
  }
  await keys.to('Add product');
  await keys.press('Enter');
  await keys.heading('Your stall');
  await keys.to('Webhooks');
  await keys.press('Enter');
  // A view takes the focus when it appears; a key pressed earlier goes to the previous view.
  await page.getByLabel('Endpoint URL').waitFor();
  await keys.to('Endpoint URL');
  await keys.type('https://shop.example.com/hooks');
  await keys.press('Enter');
  await page.getByText('It signs every delivery.').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('The secret of this webhook');
  await keys.to('Copy the secret');
  await keys.to('Operations', 'Shift+Tab');
  await keys.press('Enter');
  await keys.heading('Operations');
  await keys.to('Look up');
  expect(keys.stops.size).toBeGreaterThan(50);
  expect(errors).toEqual([]);
}, 90_000);
