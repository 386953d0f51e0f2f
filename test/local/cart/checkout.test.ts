// The task cart/checkout: an order claims a cart once, whether calls are repeated, concurrent or late.
import { expect, test } from '@jest/globals';
import { events as orderEvents } from '../../../lambdas/orders/contract.ts';
import { newProduct } from '../catalog/products.ts';
import { invoke } from '../kit/aws.ts';
import { ask, eventually, newPerson, type Person, unique } from '../kit/client.ts';
import { deliver, envelopeOf } from '../kit/events.ts';
import { fillCart } from '../orders/shopping.ts';
import { ageClaim, Basket, type Copied, copied, firstClaim, lineOf } from './carts.ts';

interface Claimed {
  readonly outcome: 'CLAIMED' | 'EMPTY';
  readonly lines: { productId: string; quantity: number }[];
}

const checkOut = (person: Person, orderId: string) =>
  invoke('cart/checkout', { userId: person.userId, orderId, correlationId: 'test-checkout' }) as Promise<Claimed>;

const placed = (person: Person, orderId: string, times = 1) =>
  deliver(
    'cart/drop-claim',
    Array.from({ length: times }, () => envelopeOf(orderEvents.orderPlaced, { orderId, userId: person.userId })),
  );

/** A person with two of one product and one of another in the cart. */
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

test('a cart is never claimed for another user', async () => {
  const { basket } = await shopper();
  expect(await checkOut(await newPerson(), unique())).toEqual({ outcome: 'EMPTY' });
  expect((await basket.read()).items).toHaveLength(2);
});

test('after OrderPlaced, once or twice, nothing goes back, and the order still gets its lines', async () => {
  const { person, basket, lines, cartId } = await shopper();
  const orderId = unique();
  await checkOut(person, orderId);
  await placed(person, orderId, 2);
  await ageClaim(cartId, 3_600);
  expect((await basket.read()).items).toEqual([]);
  expect(await checkOut(person, orderId)).toEqual({ outcome: 'CLAIMED', lines });
  await placed(person, orderId);
  expect((await basket.read()).items).toEqual([]);
});

test('an OrderPlaced that comes after the lines went back takes them out again, and leaves what was added', async () => {
  const { person, basket, tea, cup, cartId } = await shopper();
  const orderId = unique();
  await checkOut(person, orderId);
  await ageClaim(cartId, 90);
  await basket.put(tea.productId, 3);
  expect((await basket.read()).items.map(lineOf)).toEqual([
    [tea.productId, 3],
    [cup.productId, 1],
  ]);
  await placed(person, orderId, 3);
  expect((await basket.read()).items.map(lineOf)).toEqual([[tea.productId, 1]]);
});

test('an OrderPlaced of an order that claimed nothing here changes nothing', async () => {
  const { person, basket } = await shopper();
  await placed(person, unique());
  await placed(await newPerson(), unique());
  expect((await basket.read()).items).toHaveLength(2);
});

test('an order that is really placed takes its lines along: the cart stays empty long after', async () => {
  const merchant = await newPerson('merchant');
  const person = await newPerson();
  const basket = new Basket(person);
  const product = await newProduct(merchant);
  await fillCart(person, product.productId);
  const headers = { 'idempotency-key': unique() };
  const order = { token: person.token, headers, body: { paymentMethod: 'pm_ok' } };
  const { status, body } = await ask('POST', '/api/orders', order);
  expect([status, body]).toEqual([202, { orderId: expect.any(String), status: 'PENDING' }]);
  const cartId = `user#${person.userId}`;
  expect(
    await eventually(
      () => firstClaim(cartId),
      (claim) => claim?.state === 'PLACED',
    ),
  ).toMatchObject({
    orderId: body.orderId,
    state: 'PLACED',
  });
  await ageClaim(cartId, 120);
  expect((await basket.read()).items).toEqual([]);
});
