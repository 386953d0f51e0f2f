// A legacy order by way of the shop's own API: the cart is filled and ordered, once for each reference of a customer.
import type { OrderReply } from './contract.ts';
import { ownerOf, replyOf, type Wish } from './translation.ts';

/** The shop as any client has it. */
export interface Shop {
  /** Undefined when the token is not good. */
  cart(token: string): Promise<readonly string[] | undefined>;
  put(token: string, productId: string, quantity: number): Promise<boolean>;
  remove(token: string, productId: string): Promise<void>;
  order(token: string, paymentMethod: string, key: string): Promise<{ orderId: string } | 'empty' | 'again'>;
}

/** What is known of a reference; `ordering`: the cart is filled, so it must not be filled again. */
export type Progress =
  | { readonly state: 'filling' | 'ordering' }
  | { readonly state: 'done'; readonly orderId: string }
  | { readonly state: 'other' | 'busy' };

export interface References {
  /** Begins or takes up, for the one who asks: until the lease ends others find it busy. */
  take(id: string, fingerprint: string, nowMs: number): Promise<Progress>;
  ordering(id: string): Promise<void>;
  done(id: string, orderId: string): Promise<void>;
  forget(id: string): Promise<void>;
}

export async function orderOnce(wish: Wish, shop: Shop, references: References, nowMs: number): Promise<OrderReply> {
  const inCart = await shop.cart(wish.token);
  if (!inCart) return replyOf('customer');
  const id = `${ownerOf(wish.token)}#${wish.reference}`;
  const progress = await references.take(id, wish.fingerprint, nowMs);
  if (progress.state === 'done') return replyOf('takenBefore', '', progress.orderId);
  if (progress.state === 'other') return replyOf('reference');
  if (progress.state === 'busy') return replyOf('again');
  if (progress.state === 'filling') {
    const refusal = await fill(wish, shop, inCart);
    if (refusal) {
      await references.forget(id);
      return refusal;
    }
    await references.ordering(id);
  }
  const answer = await shop.order(wish.token, wish.paymentMethod, `legacy.${encodeURIComponent(wish.reference)}`);
  if (answer === 'again') return replyOf('again');
  if (answer === 'empty') {
    await references.forget(id);
    return replyOf('again', 'THE BASKET CHANGED');
  }
  await references.done(id, answer.orderId);
  return replyOf('taken', '', answer.orderId);
}

/** The refusal when the cart cannot be what was ordered; it is left as it was then. */
async function fill({ token, lines }: Wish, shop: Shop, inCart: readonly string[]): Promise<OrderReply | undefined> {
  // A try that died may have begun to fill it; anything else in it is the customer's own.
  if (inCart.some((productId) => !lines.has(productId))) return replyOf('basket');
  for (const [productId, quantity] of lines) {
    if (await shop.put(token, productId, quantity)) continue;
    for (const put of lines.keys()) await shop.remove(token, put);
    return replyOf('article', productId);
  }
  return undefined;
}
