// A shop for tests and benchmarks of orders: products with stock, buyers with carts, orders and the provider's ledger.
import type { Order } from '../../../lambdas/orders/contract.ts';
import { newProduct } from '../catalog/products.ts';
import { type Answer, ask, eventually, newPerson, type Person, unique } from '../kit/client.ts';

export interface Shop {
  readonly merchant: Person;
  readonly productId: string;
  readonly priceCents: number;
}

async function restock(merchant: Person, productId: string, quantity: number): Promise<void> {
  const wish = { token: merchant.token, body: { quantity }, headers: { 'idempotency-key': unique() } };
  // A busy machine answers 5xx now and then; a client retries under the same key.
  const { status, body } = await eventually(
    () => ask('POST', `/api/products/${productId}/stock`, wish),
    (answer) => answer.status < 500,
  );
  if (status !== 200) throw new Error(`the restock was refused with ${status}: ${JSON.stringify(body)}`);
}

/** Makes a merchant's product with `quantity` units in stock. */
export async function newShop(quantity: number, merchant?: Person): Promise<Shop> {
  const owner = merchant ?? (await newPerson('merchant'));
  const { productId, priceCents } = await newProduct(owner);
  if (quantity > 0) await restock(owner, productId, quantity);
  return { merchant: owner, productId, priceCents };
}

export const stockOf = async (productId: string): Promise<Answer['body']> =>
  (
    await eventually(
      () => ask('GET', `/api/products/${productId}/stock`, { direct: true }),
      ({ status }) => status === 200,
    )
  ).body;

export async function fillCart(buyer: Person, productId: string, quantity = 1): Promise<void> {
  const put = () =>
    ask('PUT', `/api/cart/items/${productId}`, { token: buyer.token, body: { quantity }, direct: true });
  // The cart waits some seconds for a new product to reach it; on a busy machine that takes longer.
  const { status, body } = await eventually(put, (answer) => answer.status < 500 && answer.status !== 404);
  if (status !== 200) throw new Error(`the cart refused with ${status}: ${JSON.stringify(body)}`);
}

export const placeOrder = (buyer: Person, paymentMethod = 'pm_ok', key = unique()): Promise<Answer> =>
  ask('POST', '/api/orders', {
    token: buyer.token,
    body: { paymentMethod },
    headers: { 'idempotency-key': key },
    direct: true,
  });

/** Puts the product into the buyer's cart and orders it; returns the order's id. */
export async function buy(buyer: Person, { productId }: Shop, paymentMethod = 'pm_ok', quantity = 1): Promise<string> {
  await fillCart(buyer, productId, quantity);
  const { status, body } = await placeOrder(buyer, paymentMethod);
  if (status !== 202) throw new Error(`the order was refused with ${status}: ${JSON.stringify(body)}`);
  return body.orderId;
}

export async function orderOf({ token }: Person, orderId: string): Promise<Order> {
  const get = () => ask('GET', `/api/orders/${orderId}`, { token, direct: true });
  // A busy machine answers 5xx now and then; a client retries.
  const { status, body } = await eventually(get, (answer) => answer.status < 500);
  if (status !== 200) throw new Error(`the order is not shown: ${status} ${JSON.stringify(body)}`);
  return body as Order;
}

/** Waits until the order reaches its end; returns its last state if it does not. */
export const settled = (buyer: Person, orderId: string, withinMs = 60_000): Promise<Order> =>
  eventually(
    () => orderOf(buyer, orderId),
    ({ status }) => status !== 'PENDING',
    withinMs,
  );

export const typesOf = ({ timeline }: Order): string[] => timeline.map(({ type }) => type);

export interface Ledger {
  readonly captures: readonly { readonly amountCents: number }[];
  readonly voids: readonly { readonly amountCents: number }[];
  readonly refunds: readonly { readonly amountCents: number }[];
  readonly authorisations: readonly { readonly amountCents: number }[];
}

/** Reads the provider's ledger of an order. */
export async function ledgerOf(admin: Person, orderId: string): Promise<Ledger> {
  const { status, body } = await ask('GET', `/api/payments/ledger?orderId=${orderId}`, {
    token: admin.token,
    direct: true,
  });
  if (status !== 200) throw new Error(`the ledger is not shown: ${status} ${JSON.stringify(body)}`);
  return body as Ledger;
}
