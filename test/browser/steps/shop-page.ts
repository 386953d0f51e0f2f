// The shop's steps, for a user who is already signed in.
import type { Locator, Page } from 'playwright-core';
import type { Person } from '../../local/kit/client.ts';
import { openAnew } from './shop-examples.ts';

/** Opens a view as this person. */
export async function enter(page: Page, url: string, { token, refreshToken }: Person, hash: string): Promise<void> {
  await page.goto(url);
  await page.evaluate((tokens) => sessionStorage.setItem('session', JSON.stringify(tokens)), {
    accessToken: token,
    refreshToken,
  });
  await openAnew(page, `${url}${hash}`);
}

/** Goes from the product's page to the order's: adds the product to the cart and pays with this card. */
export async function order(page: Page, card = 'Good card'): Promise<string> {
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('link', { name: 'Go to cart' }).click();
  await page.getByRole('link', { name: 'Check out' }).click();
  await page.getByRole('radio', { name: card }).check();
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByRole('heading', { level: 1, name: /^Order / }).waitFor();
  return page.url().split('/').at(-1) ?? '';
}

export const steps = (page: Page): Locator => page.getByRole('list', { name: 'Steps of the saga' });

/** The names of the compensations, in the order they run. */
export const compensations = (page: Page): Promise<string[]> =>
  page.getByRole('list', { name: 'Compensations, in reverse' }).locator('strong').allTextContents();

export const headline = (page: Page, text: RegExp): Promise<void> =>
  page.getByRole('main').getByRole('status').getByText(text).waitFor({ timeout: 60_000 });
