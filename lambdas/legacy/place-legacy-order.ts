// Places a legacy order through the shop's public API: fills the cart and orders it, once for each reference of a customer.
import type { OrderReply } from './contract.ts';
import { ownerOf, replyOf, type Wish } from './translation.ts';

/** The shop as any client sees it. Changes throw SignedOut for a revoked token. */
export interface Shop {
  /** Undefined when the token is not valid. */
  cart(token: string): Promise<readonly string[] | undefined>;
  put(token: string, productId: string, quantity: number): Promise<boolean>;
  remove(token: string, productId: string): Promise<void>;
  order(token: string, paymentMethod: string, key: string): Promise<{ orderId: string } | 'empty' | 'again'>;
}

/** The shop reads for the token and changes nothing: its user signed out everywhere. */
export class SignedOut extends Error {}

/** State of a reference. `ordering`: the cart is filled and must not be filled again. */
export type Progress =
  | { readonly state: 'filling' | 'ordering' }
  | { readonly state: 'done'; readonly orderId: string }
  | { readonly state: 'other' | 'busy' };

export interface References {
  /** Starts or resumes a reference and leases it to the caller; others find it busy until the lease ends. */
  take(id: string, fingerprint: string, nowMs: number): Promise<Progress>;
  ordering(id: string): Promise<void>;
  done(id: string, orderId: string): Promise<void>;
  forget(id: string): Promise<void>;
}

export async function orderOnce(...order: Parameters<typeof placed>): Promise<OrderReply> {
  try {
    return await placed(...order);
  } catch (error) {
    // The reference stays as far as it is, so the customer's next token goes on with it once its lease is over.
    if (error instanceof SignedOut) return replyOf('customer');
    throw error;
  }
}

async function placed(wish: Wish, shop: Shop, references: References, nowMs: number): Promise<OrderReply> {
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

/** Fills the cart. Returns a refusal, and leaves the cart as it was, when it cannot match the order. */
async function fill({ token, lines }: Wish, shop: Shop, inCart: readonly string[]): Promise<OrderReply | undefined> {
  // An attempt that crashed may have put some of these products; any other product is the customer's own.
  if (inCart.some((productId) => !lines.has(productId))) return replyOf('basket');
  for (const [productId, quantity] of lines) {
    if (await shop.put(token, productId, quantity)) continue;
    for (const put of lines.keys()) await shop.remove(token, put);
    return replyOf('article', productId);
  }
  return undefined;
}
