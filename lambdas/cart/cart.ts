// A cart and its lines, each of which is in the cart, in the claim of one order, or gone with a placed order.
import { answersKeptSeconds } from '../shared/base/contract.ts';
import { type Line, MAX_LINES, MAX_QUANTITY } from './contract.ts';

export interface CartLine {
  readonly productId: string;
  readonly quantity: number;
}

/**
 * OPEN: the lines are out of the cart, held for this order. RETURNED: no OrderPlaced arrived in time, so the lines are
 * back in the cart. PLACED: they belong to the order. An order id maps to the same lines while the claim or the cart
 * still has them.
 */
export interface Claim {
  readonly orderId: string;
  readonly state: 'OPEN' | 'RETURNED' | 'PLACED';
  readonly lines: readonly Line[];
  readonly atMs: number;
}

export interface Cart {
  readonly lines: readonly CartLine[];
  readonly claims: readonly Claim[];
}

export const emptyCart: Cart = { lines: [], claims: [] };

/** How long a claim waits for OrderPlaced after it was last requested. */
export const CLAIM_MS = 60_000;
/** How long a closed claim is kept: as long as an Idempotency-Key, which may request its order again. */
export const KEEP_MS = answersKeptSeconds * 1000;
/** Only the latest closed claims are kept, because every write of the cart pays for them. */
const KEEP_CLAIMS = 3;

/** The cart at this time: overdue claims are returned, and expired ones are dropped. */
export function settled(cart: Cart, nowMs: number): Cart {
  const late = cart.claims.filter(({ state, atMs }) => state === 'OPEN' && nowMs - atMs >= CLAIM_MS);
  const claims = cart.claims.map((claim): Claim => (late.includes(claim) ? { ...claim, state: 'RETURNED' } : claim));
  const over = claims.filter(({ state, atMs }) => state !== 'OPEN' && nowMs - atMs < KEEP_MS).slice(-KEEP_CLAIMS);
  return {
    lines: late.reduce((lines, claim) => plus(claim.lines, lines), cart.lines),
    claims: claims.filter((claim) => claim.state === 'OPEN' || over.includes(claim)),
  };
}

/** Returns undefined when the cart is full. Claimed lines count, because they may be returned. */
export function withQuantity(cart: Cart, productId: string, quantity: number): Cart | undefined {
  if (cart.lines.some((line) => line.productId === productId)) {
    const lines = cart.lines.map((line) => (line.productId === productId ? { productId, quantity } : line));
    return { ...cart, lines };
  }
  const claimed = cart.claims.flatMap(({ state, lines }) => (state === 'OPEN' ? lines : []));
  const products = new Set([productId, ...[...cart.lines, ...claimed].map((line) => line.productId)]);
  if (products.size > MAX_LINES) return undefined;
  return { ...cart, lines: [...cart.lines, { productId, quantity }] };
}

export const without = (cart: Cart, productId: string): Cart => ({
  ...cart,
  lines: cart.lines.filter((line) => line.productId !== productId),
});

const quantityOf = ({ lines }: Cart, productId: string): number =>
  lines.find((line) => line.productId === productId)?.quantity ?? 0;

/** Adds a guest's lines. What is beyond the cart's limits is dropped: whole lines, and units of lines. */
export function merged(cart: Cart, guest: Cart): { readonly cart: Cart; readonly dropped: readonly CartLine[] } {
  const both = guest.lines.reduce((sum, { productId, quantity }) => {
    const wanted = Math.min(MAX_QUANTITY, quantityOf(sum, productId) + quantity);
    return withQuantity(sum, productId, wanted) ?? sum;
  }, cart);
  const dropped = guest.lines
    .map(({ productId, quantity }) => ({
      productId,
      quantity: quantity - quantityOf(both, productId) + quantityOf(cart, productId),
    }))
    .filter(({ quantity }) => quantity > 0);
  return { cart: both, dropped };
}

/** The lines of an order, and the cart without them. There are no lines when nothing can be sold. */
export function claimed(
  cart: Cart,
  orderId: string,
  nowMs: number,
  price: (line: CartLine) => Line | undefined,
): { cart: Cart; lines: readonly Line[] } {
  const before = cart.claims.find((claim) => claim.orderId === orderId);
  if (before?.state === 'PLACED') return { cart, lines: before.lines };
  const others = cart.claims.filter((claim) => claim !== before);
  const open = (lines: readonly Line[]): readonly Claim[] => [
    ...others,
    { orderId, state: 'OPEN', lines, atMs: nowMs },
  ];
  // Returned lines may be in another order by now. This order then gets what is left, as on a first request.
  if (before && (before.state === 'OPEN' || holds(cart.lines, before.lines))) {
    const left = before.state === 'RETURNED' ? minus(cart.lines, before.lines) : cart.lines;
    return { cart: { lines: left, claims: open(before.lines) }, lines: before.lines };
  }
  const priced = cart.lines.map((line) => ({ line, sold: price(line) }));
  const lines = priced.flatMap(({ sold }) => (sold ? [sold] : []));
  if (lines.length === 0) return { cart, lines };
  return { cart: { lines: priced.flatMap(({ line, sold }) => (sold ? [] : [line])), claims: open(lines) }, lines };
}

/** After OrderPlaced: the cart gives up the order's lines, even if they were returned to it meanwhile. */
export function placed(cart: Cart, orderId: string): Cart {
  const before = cart.claims.find((claim) => claim.orderId === orderId);
  if (!before || before.state === 'PLACED') return cart;
  const claims = cart.claims.map((claim): Claim => (claim === before ? { ...claim, state: 'PLACED' } : claim));
  return { lines: before.state === 'RETURNED' ? minus(cart.lines, before.lines) : cart.lines, claims };
}

/** Keeps the order of the first lines; quantities add up. */
function plus(lines: readonly CartLine[], more: readonly CartLine[]): CartLine[] {
  const quantities = new Map(lines.map(({ productId, quantity }) => [productId, quantity]));
  for (const { productId, quantity } of more)
    quantities.set(productId, Math.min(MAX_QUANTITY, (quantities.get(productId) ?? 0) + quantity));
  return [...quantities].slice(0, MAX_LINES).map(([productId, quantity]) => ({ productId, quantity }));
}

const holds = (lines: readonly CartLine[], wanted: readonly CartLine[]): boolean =>
  wanted.every(({ productId, quantity }) =>
    lines.some((line) => line.productId === productId && line.quantity >= quantity),
  );

function minus(lines: readonly CartLine[], less: readonly CartLine[]): CartLine[] {
  const taken = new Map(less.map(({ productId, quantity }) => [productId, quantity]));
  return lines
    .map(({ productId, quantity }) => ({ productId, quantity: quantity - (taken.get(productId) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
}
