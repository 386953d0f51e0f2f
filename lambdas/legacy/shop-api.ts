// Calls the shop's public API as any client does: legacy orders have no private entrance.
import * as z from 'zod/mini';
import { Cart } from '../cart/contract.ts';
import { Accepted } from '../orders/contract.ts';
import { env } from '../shared/base/env.ts';
import { httpCall } from '../shared/http/http-call.ts';
import { type Shop, SignedOut } from './place-legacy-order.ts';
import { bindings } from './resources.ts';

const CALL_MS = 8000;

type Edge = Readonly<Record<string, string>>;

async function call(
  edge: Edge,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  token: string,
  body?: object,
  key?: string,
) {
  const { status, text } = await httpCall({
    method,
    url: env(bindings.apiUrl) + path,
    headers: { ...edge, authorization: `Bearer ${token}`, ...(key && { 'idempotency-key': key }) },
    ...(body && { body: JSON.stringify(body) }),
    timeoutMs: CALL_MS,
  });
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  return { status, answer, code: (answer as { code?: string } | undefined)?.code };
}

const failed = (what: string, { status, code }: { status: number; code: string | undefined }) =>
  new Error(`${what}: the API answered ${status} ${code ?? ''}`);

/** `edge`: what the CDN sent with the order form. Without it, all customers share the limit of this function's address. */
export const shopApi = (edge: Edge): Shop => ({
  async cart(token) {
    // A header cannot carry other characters, and our tokens have none.
    if (!/^[\x21-\x7e]+$/.test(token)) return undefined;
    const got = await call(edge, 'GET', '/cart', token);
    if (got.status === 401 || got.status === 403) return undefined;
    if (got.status !== 200) throw failed('GET /cart', got);
    return z.parse(Cart, got.answer).items.map(({ productId }) => productId);
  },
  async put(token, productId, quantity) {
    const put = await call(edge, 'PUT', `/cart/items/${productId}`, token, { quantity });
    // 400: not an id of the catalog; 404 or 410: the product does not exist, or was deleted.
    if ([400, 404, 410].includes(put.status)) return false;
    if (put.status === 401) throw new SignedOut();
    if (put.status !== 200) throw failed('PUT /cart/items', put);
    return true;
  },
  async remove(token, productId) {
    await call(edge, 'DELETE', `/cart/items/${productId}`, token);
  },
  async order(token, paymentMethod, key) {
    const ordered = await call(edge, 'POST', '/orders', token, { paymentMethod }, key);
    if (ordered.status === 202) return { orderId: z.parse(Accepted, ordered.answer).orderId };
    if (ordered.status === 401) throw new SignedOut();
    if (ordered.code === 'CART_EMPTY') return 'empty';
    if (ordered.code === 'IDEMPOTENCY_IN_FLIGHT' || ordered.status >= 500) return 'again';
    throw failed('POST /orders', ordered);
  },
});
