// Operations of users and orders on carts: read one, decide, and write it if its version has not changed.
import { isoTime } from '../shared/base/clock.ts';
import { Problem, problems, tryLater } from '../shared/base/problem.ts';
import { awaited } from '../shared/base/waits/awaited.ts';
import { CONFLICT, retryOnConflict } from '../shared/base/waits/retry-on-conflict.ts';
import {
  type Cart,
  type CartLine,
  claimed,
  emptyCart,
  merged,
  placed,
  settled,
  without,
  withQuantity,
} from './cart.ts';
import { cartProblems, type Line, type MergedCart, type Cart as ShownCart } from './contract.ts';
import { findProducts } from './product-store.ts';
import { findCart, keepCart, keepCarts, type StoredCart } from './store.ts';

/** The owner of a cart. A user's cart always exists; a guest's is opened, and anyone with its id can use it. */
export type Owner = { readonly userId: string } | { readonly guestCartId: string };

const isUser = (owner: Owner): owner is { readonly userId: string } => 'userId' in owner;
const cartIdOf = (owner: Owner): string => (isUser(owner) ? `user#${owner.userId}` : `guest#${owner.guestCartId}`);

const DAY_SECONDS = 24 * 60 * 60;
const keptDays = (owner: Owner): number => (isUser(owner) ? 30 : 2);

const cartOf = async (owner: Owner, nowMs: number): Promise<StoredCart> =>
  asOf(owner, nowMs, await findCart(cartIdOf(owner)));

/** The cart as of now; refuses with NOT_FOUND a guest's cart that was never opened, has expired or was merged. */
function asOf(owner: Owner, nowMs: number, found: StoredCart | undefined): StoredCart {
  const expired = found && found.expiration * 1000 <= nowMs;
  if (!isUser(owner) && (!found || expired || found.mergedBy !== undefined))
    throw new Problem(problems.notFound, "There is no such guest's cart; open a new one.");
  if (!found || expired) return { ...emptyCart, cartId: cartIdOf(owner), version: found?.version ?? 0, expiration: 0 };
  return { ...found, ...settled(found, nowMs) };
}

const next = (before: StoredCart, cart: Cart, owner: Owner, nowMs: number): StoredCart => ({
  ...before,
  lines: cart.lines,
  claims: cart.claims,
  version: before.version + 1,
  expiration: Math.ceil(nowMs / 1000) + keptDays(owner) * DAY_SECONDS,
});

/** Retries `work` until no other write comes between its read and its write; gives up with CART_BUSY. */
const untilKept = <Result>(work: () => Promise<Result | typeof CONFLICT>): Promise<Result> =>
  retryOnConflict('cart', work, { giveUp: () => tryLater(cartProblems.cartBusy, 1) });

/** Writes the cart that `judge` returns, unless it is the cart it was given. */
const change = (owner: Owner, nowMs: number, judge: (cart: Cart) => Cart): Promise<StoredCart> =>
  untilKept(async () => {
    const before = await cartOf(owner, nowMs);
    const after = judge(before);
    if (after === before) return before;
    const kept = next(before, after, owner, nowMs);
    return (await keepCart(kept)) ? kept : CONFLICT;
  });

export async function readCart(owner: Owner, nowMs: number): Promise<ShownCart> {
  return show(await cartOf(owner, nowMs));
}

/** Refuses with NOT_FOUND, PRODUCT_UNAVAILABLE, CART_FULL and CART_BUSY. */
export async function setQuantity(
  owner: Owner,
  productId: string,
  quantity: number,
  nowMs: number,
): Promise<ShownCart> {
  const find = async () => (await findProducts([productId], { ConsistentRead: true })).get(productId);
  if ((await awaited(find, 'No such product exists.')).deleted) throw new Problem(cartProblems.productUnavailable);
  const kept = await change(owner, nowMs, (cart) => {
    const after = withQuantity(cart, productId, quantity);
    if (!after) throw new Problem(cartProblems.cartFull);
    return after;
  });
  return show(kept);
}

export const removeItem = (owner: Owner, productId: string, nowMs: number): Promise<StoredCart> =>
  change(owner, nowMs, (cart) =>
    cart.lines.some((line) => line.productId === productId) ? without(cart, productId) : cart,
  );

export async function openGuestCart(guestCartId: string, nowMs: number): Promise<void> {
  const owner = { guestCartId };
  const none = { ...emptyCart, cartId: cartIdOf(owner), version: 0, expiration: 0 };
  if (!(await keepCart(next(none, none, owner, nowMs)))) throw new Error(`guest cart ${guestCartId} was drawn twice`);
}

interface Merge {
  readonly kept: StoredCart;
  readonly dropped: readonly CartLine[];
}

/** Idempotent: the guest's cart records who merged it, and what did not fit. Refuses with NOT_FOUND and CART_BUSY. */
export async function mergeGuestCart(userId: string, guestCartId: string, nowMs: number): Promise<MergedCart> {
  const [user, owner] = [{ userId }, { guestCartId }];
  const { kept, dropped } = await untilKept<Merge>(async () => {
    // Read the guest's cart first: once it is marked as merged, the user's cart has its lines.
    const found = await findCart(cartIdOf(owner));
    if (found?.mergedBy === userId) return { kept: await cartOf(user, nowMs), dropped: found.dropped ?? [] };
    const guest = asOf(owner, nowMs, found);
    const before = await cartOf(user, nowMs);
    const { cart, dropped } = merged(before, guest);
    const after = next(before, cart, user, nowMs);
    const left = { ...next(guest, emptyCart, owner, nowMs), mergedBy: userId, dropped };
    return (await keepCarts([after, left])) ? { kept: after, dropped } : CONFLICT;
  });
  const copies = await copiesOf(dropped);
  const named = dropped.map((line) => ({ ...line, name: copies.get(line.productId)?.name ?? '' }));
  return { ...(await show(kept)), dropped: named };
}

/** Takes what can be sold out of the cart for one order. The same order gets the same lines again. */
export const checkOut = (userId: string, orderId: string, nowMs: number): Promise<readonly Line[]> =>
  untilKept(async () => {
    const before = await cartOf({ userId }, nowMs);
    const copies = await findProducts(
      before.lines.map(({ productId }) => productId),
      { ConsistentRead: true },
    );
    const { cart, lines } = claimed(before, orderId, nowMs, ({ productId, quantity }) => {
      const copy = copies.get(productId);
      if (!copy || copy.deleted) return undefined;
      return { productId, merchantId: copy.merchantId, name: copy.name, quantity, priceCents: copy.priceCents };
    });
    if (cart === before) return lines;
    return (await keepCart(next(before, cart, { userId }, nowMs))) ? lines : CONFLICT;
  });

/** Called after OrderPlaced, once or more often, early or late. */
export const dropClaim = (userId: string, orderId: string, nowMs: number): Promise<StoredCart> =>
  change({ userId }, nowMs, (cart) => placed(cart, orderId));

const copiesOf = (lines: readonly CartLine[]) =>
  findProducts(
    lines.map(({ productId }) => productId),
    { ConsistentRead: false },
  );

async function show({ lines, expiration }: StoredCart): Promise<ShownCart> {
  const copies = await copiesOf(lines);
  const items = lines.map(({ productId, quantity }) => {
    const { merchantId = '', name = '', imageUrl = null, priceCents = 0, deleted = true } = copies.get(productId) ?? {};
    return { productId, merchantId, name, imageUrl, priceCents, quantity, available: !deleted };
  });
  const sold = items.filter(({ available }) => available);
  return {
    items,
    totalCents: sold.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0),
    expiresAt: expiration === 0 ? null : isoTime(expiration * 1000),
  };
}
