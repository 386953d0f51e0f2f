// Orders over HTTP, with the real cart, stock and payments.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ask, bounded, eventually, newPerson, type Person, unique } from '../kit/client.ts';
import { npmRun } from '../kit/operator.ts';
import { expectConserved, expectPaidOrNot } from './books.ts';
import { buy, fillCart, newShop, orderOf, placeOrder, type Shop, settled, stockOf, typesOf } from './shopping.ts';

let admin: Person;
let buyer: Person;
let shop: Shop;
beforeAll(async () => {
  [admin, buyer, shop] = await Promise.all([newPerson('admin'), newPerson(), newShop(1000)]);
});

const newBuyers = (count: number): Promise<Person[]> =>
  bounded(
    4,
    Array.from({ length: count }, (_, i) => i),
    () => newPerson(),
  );

describe('an order', () => {
  test('with a good card is accepted, fulfilled step by step, and paid once', async () => {
    await fillCart(buyer, shop.productId, 2);
    const { status, body } = await placeOrder(buyer);
    expect({ status, body }).toEqual({ status: 202, body: { orderId: expect.any(String), status: 'PENDING' } });
    // The answered order can be read at once.
    expect((await orderOf(buyer, body.orderId)).lines).toMatchObject([{ productId: shop.productId, quantity: 2 }]);
    const order = await settled(buyer, body.orderId);
    expect(order).toMatchObject({ status: 'CONFIRMED', totalCents: 2 * shop.priceCents, cancellable: false });
    expect(typesOf(order)).toEqual([
      'OrderPlaced',
      'StockReserved',
      'PaymentAuthorised',
      'StockConfirmed',
      'OrderCommitted',
      'PaymentCaptured',
      'OrderConfirmed',
    ]);
    await expectPaidOrNot(admin, order);
    await expectConserved(shop.productId, 1000);
  });

  test('with a declined card releases its stock, and shows the compensations', async () => {
    const { productId } = await newShop(3, shop.merchant);
    const orderId = await buy(buyer, { ...shop, productId }, 'pm_declined');
    const order = await settled(buyer, orderId);
    expect(order).toMatchObject({ status: 'CANCELLED', reason: 'PAYMENT_DECLINED' });
    expect(typesOf(order)).toEqual([
      'OrderPlaced',
      'StockReserved',
      'CancellationStarted',
      'StockReleased',
      'OrderCancelled',
    ]);
    await expectPaidOrNot(admin, order);
    expect(await stockOf(productId)).toEqual({ available: 3, reserved: 0, sold: 0 });
  });

  test('of more than there is says what is missing, and takes nothing of the rest', async () => {
    const [rare, common] = [await newShop(1, shop.merchant), await newShop(5, shop.merchant)];
    await fillCart(buyer, common.productId, 2);
    const orderId = await buy(buyer, rare, 'pm_ok', 2);
    const order = await settled(buyer, orderId);
    expect(order).toMatchObject({ status: 'CANCELLED', reason: 'OUT_OF_STOCK' });
    expect(order.timeline).toContainEqual(
      expect.objectContaining({ type: 'CancellationStarted', productIds: [rare.productId] }),
    );
    expect(await stockOf(common.productId)).toEqual({ available: 5, reserved: 0, sold: 0 });
    await expectPaidOrNot(admin, order);
  });

  test.each(['pm_flaky', 'pm_lost_answer', 'pm_duplicate_webhook', 'pm_early_webhook', 'pm_slow'])(
    'paid by %s ends as it should',
    async (method) => {
      const order = await settled(buyer, await buy(buyer, shop, method));
      expect(order.status).not.toBe('PENDING');
      await expectPaidOrNot(admin, order);
    },
  );

  test('cancelled while its payment takes its time is not charged, however often the customer asks', async () => {
    const orderId = await buy(buyer, shop, 'pm_slow');
    const cancel = () => ask('POST', `/api/orders/${orderId}/cancel`, { token: buyer.token, direct: true });
    const answers = await Promise.all([cancel(), cancel(), cancel()]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    const order = await settled(buyer, orderId);
    expect(order).toMatchObject({ status: 'CANCELLED', reason: 'CUSTOMER_CANCELLED' });
    expect(typesOf(order).filter((type) => type === 'CancelRequested')).toHaveLength(1);
    expect((await cancel()).status).toBe(202);
    await expectPaidOrNot(admin, order);
    await expectConserved(shop.productId, 1000);
  });

  test('asked to cancel by many at once is written to by one of them', async () => {
    const orderId = await buy(buyer, shop, 'pm_slow');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        ask('POST', `/api/orders/${orderId}/cancel`, { token: buyer.token, direct: true }),
      ),
    );
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([202]);
    const order = await settled(buyer, orderId);
    expect(typesOf(order).filter((type) => type === 'CancelRequested')).toHaveLength(1);
    // No earlier event was overwritten.
    expect(typesOf(order)).toEqual(expect.arrayContaining(['OrderPlaced', 'CancelRequested', 'OrderCancelled']));
  });

  test('that is confirmed can no longer be cancelled', async () => {
    const orderId = await buy(buyer, shop);
    await settled(buyer, orderId);
    const { status, body } = await ask('POST', `/api/orders/${orderId}/cancel`, { token: buyer.token });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'ORDER_NOT_CANCELLABLE' });
  });

  test('of an empty cart is refused', async () => {
    const { status, body } = await placeOrder(await newPerson());
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'CART_EMPTY' });
  });

  test('of another user does not exist: a user cannot see, cancel or list it', async () => {
    const [orderId, other] = [await buy(buyer, shop), await newPerson()];
    for (const [method, path] of [
      ['GET', `/api/orders/${orderId}`],
      ['POST', `/api/orders/${orderId}/cancel`],
    ] as const)
      expect((await ask(method, path, { token: other.token })).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await ask('GET', '/api/orders', { token: other.token })).body).toEqual({ items: [] });
    expect((await ask('GET', '/api/merchant/orders', { token: other.token })).status).toBe(403);
  });

  test('can be polled: it is sent again only when it changed', async () => {
    const orderId = await buy(buyer, shop);
    await settled(buyer, orderId);
    const first = await ask('GET', `/api/orders/${orderId}`, { token: buyer.token });
    const headers = { 'if-none-match': String(first.headers.etag) };
    expect((await ask('GET', `/api/orders/${orderId}`, { token: buyer.token, headers })).status).toBe(304);
  });
});

test('a request sent again, at once or later, is one order: 30 % of 40 are sent 2 to 5 times in parallel', async () => {
  const buyers = await newBuyers(40);
  const orders = await bounded(4, buyers, async (one) => {
    await fillCart(one, shop.productId);
    const key = unique();
    const times = buyers.indexOf(one) % 10 < 3 ? 2 + (buyers.indexOf(one) % 4) : 1;
    const answers = await Promise.all(Array.from({ length: times }, () => placeOrder(one, 'pm_ok', key)));
    const replay = await eventually(
      () => placeOrder(one, 'pm_ok', key),
      ({ status }) => status === 202,
    );
    for (const { status, body } of [...answers, replay])
      expect(status === 202 ? body.orderId : body.code).toBe(
        status === 202 ? replay.body.orderId : 'IDEMPOTENCY_IN_FLIGHT',
      );
    const other = await ask('POST', '/api/orders', {
      token: one.token,
      body: { paymentMethod: 'pm_declined' },
      headers: { 'idempotency-key': key },
    });
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    return { one, orderId: String(replay.body.orderId) };
  });
  for (const { one, orderId } of orders) {
    const order = await settled(one, orderId);
    expect(order.status).toBe('CONFIRMED');
    const listed = await eventually(
      async () => (await ask('GET', '/api/orders', { token: one.token, direct: true })).body.items,
      (items) => items.length > 0,
    );
    expect(listed.map((row: { orderId: string }) => row.orderId)).toEqual([orderId]);
  }
  const ended = await bounded(4, orders, ({ one, orderId }) => orderOf(one, orderId));
  for (const order of ended) await expectPaidOrNot(admin, order);
  await expectConserved(shop.productId, 1000);
}, 180_000);

test('replaying all events gives the live orders and their lists', async () => {
  const { code, output } = await eventually(
    () => npmRun('rebuild', 'orders'),
    (ended) => ended.code === 0,
  );
  expect(output).toMatch(/✔ \d+ orders replayed, \d+ rows compared: 0 differences/);
  expect(code).toBe(0);
}, 90_000);
