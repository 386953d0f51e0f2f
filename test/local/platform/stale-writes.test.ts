// Writes based on stale reads: the stores of catalog, cart and orders against the deployed tables, one interleaving at a time.
import { beforeAll, expect, test } from '@jest/globals';
import { bindings as cartBindings } from '../../../lambdas/cart/contract.ts';
import type { StoredCart } from '../../../lambdas/cart/store.ts';
import { findCart, keepCart, keepCarts } from '../../../lambdas/cart/store.ts';
import { bindings as catalogBindings } from '../../../lambdas/catalog/contract.ts';
import type { StoredProduct } from '../../../lambdas/catalog/product.ts';
import { addProduct, findProduct, replaceProduct } from '../../../lambdas/catalog/store.ts';
import { events, bindings as orderBindings } from '../../../lambdas/orders/contract.ts';
import { append, readHistory } from '../../../lambdas/orders/event-store.ts';
import type { Commit } from '../../../lambdas/orders/order.ts';
import { platformBindings, shardsBinding } from '../../../lambdas/shared/base/contract.ts';
import { outboxWrite } from '../../../lambdas/shared/messaging/outbox.ts';
import { bound } from '../kit/aws.ts';
import { unique } from '../kit/client.ts';
import { placedOrder } from '../notifications/placed-order.ts';

beforeAll(async () => {
  const ofCatalog = [catalogBindings.productsTable, platformBindings.outboxTable].flatMap((name) => [
    name,
    shardsBinding(name),
  ]);
  for (const name of ofCatalog) process.env[name] = await bound('catalog/http', name);
  process.env[cartBindings.cartsTable] = await bound('cart/http', cartBindings.cartsTable);
  for (const name of [orderBindings.eventsTable, shardsBinding(orderBindings.eventsTable)])
    process.env[name] = await bound('orders/http', name);
});

const change = () => ({ nowMs: Date.now(), operationId: unique(), correlationId: 'test-stale' });

test('of two changes of one version of a product, one is kept, and only that one is announced', async () => {
  const product: StoredProduct = {
    productId: `${unique()}Race`,
    merchantId: 'a-merchant',
    name: 'First',
    description: '',
    category: 'tests',
    priceCents: 1,
    version: 1,
    createdAtMs: Date.now(),
    updatedAtMs: Date.now(),
    operationId: unique(),
  };
  expect(await addProduct(product, change())).toBe(true);
  expect(await addProduct({ ...product, name: 'Second' }, change())).toBe(false);
  const next = { ...product, version: 2 };
  expect(await replaceProduct({ ...next, name: 'Third' }, change())).toBe(true);
  expect(await replaceProduct({ ...next, name: 'Fourth' }, change())).toBe(false);
  expect(await findProduct(product.productId)).toMatchObject({ name: 'Third', version: 2 });
});

test('of two writes of one version of a cart, one is kept; of two carts together, both or neither', async () => {
  const cartOf = (): StoredCart => ({
    cartId: `user#${unique()}`,
    lines: [],
    claims: [],
    version: 1,
    expiration: Math.ceil(Date.now() / 1000) + 60,
  });
  const [one, other] = [cartOf(), cartOf()];
  const lines = (quantity: number) => ({ lines: [{ productId: 'tea', quantity }] });
  expect(await keepCart(one)).toBe(true);
  expect(await keepCart({ ...one, ...lines(1) })).toBe(false);
  expect(await keepCart({ ...one, ...lines(2), version: 2 })).toBe(true);
  expect(await keepCart({ ...one, ...lines(3), version: 2 })).toBe(false);
  expect(await keepCarts([{ ...one, ...lines(4), version: 2 }, other])).toBe(false);
  expect(await findCart(other.cartId)).toBeUndefined();
  expect(await keepCarts([{ ...one, ...lines(5), version: 3 }, other])).toBe(true);
  expect(await findCart(one.cartId)).toMatchObject({ version: 3, ...lines(5) });
});

test('of two commits under one number of an order, the first is kept, alone or with an event to tell', async () => {
  const orderId = await placedOrder(`user-${unique()}`);
  const commit = (type: 'StockReserved' | 'CancelRequested'): Commit => ({
    orderId,
    seq: 2,
    atMs: Date.now(),
    events: [{ type }],
  });
  expect(await append(commit('StockReserved'), undefined)).toBe(true);
  expect(await append(commit('CancelRequested'), undefined)).toBe(false);
  const event = outboxWrite(
    events.orderCancelled,
    { orderId, userId: 'u', merchantIds: ['m'], totalCents: 1, reason: 'TIMED_OUT' },
    change(),
  );
  expect(await append(commit('CancelRequested'), undefined, event)).toBe(false);
  expect((await readHistory(orderId)).map(({ events: [first] }) => first?.type)).toEqual([
    'OrderPlaced',
    'StockReserved',
  ]);
});
