// The task cart/checkout: an order claims a cart once, whatever is tried twice, at once or too late.
import { expect, test } from '@jest/globals';
import { invoke } from './aws.ts';
import { ageClaim, Basket, type Copied, copied, lineOf } from './carts.ts';
import { newPerson, type Person, unique } from './client.ts';

interface Claimed {
  readonly outcome: 'CLAIMED' | 'EMPTY';
  readonly lines: { productId: string; quantity: number }[];
}

const checkOut = (person: Person, orderId: string) =>
  invoke('cart/checkout', { userId: person.userId, orderId, correlationId: 'test-checkout' }) as Promise<Claimed>;

/** Somebody with two of one product and one of another in the cart. */
async function shopper() {
  const person = await newPerson();
  const basket = new Basket(person);
  const [tea, cup] = (await copied([{}, {}], [250])) as [Copied, Copied];
  await basket.put(tea.productId, 2);
  await basket.put(cup.productId, 1);
  const lines = [
    { productId: tea.productId, merchantId: 'a-merchant', name: 'Version 250', quantity: 2, priceCents: 250 },
    { productId: cup.productId, merchantId: 'a-merchant', name: 'Version 250', quantity: 1, priceCents: 250 },
  ];
  return { person, basket, tea, cup, lines, cartId: `user#${person.userId}` };
}

test('an order gets the lines at the price of the moment, and gets them again; the cart is empty', async () => {
  const { person, basket, lines, tea } = await shopper();
  const orderId = unique();
  expect(await checkOut(person, orderId)).toEqual({ outcome: 'CLAIMED', lines });
  await copied([tea], [300]);
  expect(await checkOut(person, orderId)).toEqual({ outcome: 'CLAIMED', lines });
  expect((await basket.read()).items).toEqual([]);
});

test('another order finds the cart empty, and only what was added since', async () => {
  const { person, basket, cup } = await shopper();
  await checkOut(person, unique());
  expect(await checkOut(person, unique())).toEqual({ outcome: 'EMPTY' });
  await basket.put(cup.productId, 7);
  expect((await checkOut(person, unique())).lines.map(lineOf)).toEqual([[cup.productId, 7]]);
});

test('tries of one order at once get the same lines; of two orders at once, one gets them', async () => {
  const { person, basket, lines } = await shopper();
  const [one, other] = [unique(), unique()];
  const answers = await Promise.all([one, other, one, other, one, other].map((orderId) => checkOut(person, orderId)));
  const won = answers[0]?.outcome === 'CLAIMED' ? 0 : 1;
  expect(answers).toEqual(
    answers.map((_, i) => (i % 2 === won ? { outcome: 'CLAIMED', lines } : { outcome: 'EMPTY' })),
  );
  expect((await basket.read()).items).toEqual([]);
});

test('what is no longer sold stays in the cart', async () => {
  const { person, basket, tea, cup } = await shopper();
  await copied([{ ...tea, deleted: true }], [251]);
  expect((await checkOut(person, unique())).lines.map(lineOf)).toEqual([[cup.productId, 1]]);
  expect((await basket.read()).items).toMatchObject([{ productId: tea.productId, available: false }]);
  expect(await checkOut(person, unique())).toEqual({ outcome: 'EMPTY' });
});

test('a claim that no order followed is back in the cart after a minute, and its order can still have it', async () => {
  const { person, basket, lines, tea, cup, cartId } = await shopper();
  const orderId = unique();
  await checkOut(person, orderId);
  await ageClaim(cartId, 50);
  expect((await basket.read()).items).toEqual([]);
  await ageClaim(cartId, 61);
  const back = [
    [tea.productId, 2],
    [cup.productId, 1],
  ];
  expect((await basket.read()).items.map(lineOf)).toEqual(back);
  expect((await basket.put(tea.productId, 5)).body.items.map(lineOf)).toEqual([[tea.productId, 5], back[1]]);
  expect(await checkOut(person, orderId)).toEqual({ outcome: 'CLAIMED', lines });
  expect((await basket.read()).items.map(lineOf)).toEqual([[tea.productId, 3]]);
});

test('nobody’s cart is claimed for somebody else', async () => {
  const { basket } = await shopper();
  expect(await checkOut(await newPerson(), unique())).toEqual({ outcome: 'EMPTY' });
  expect((await basket.read()).items).toHaveLength(2);
});
