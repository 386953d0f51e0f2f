// The cart as a state machine: in any order of commands, a line is in one place and an order has one set of lines.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Cart,
  type CartLine,
  CLAIM_MS,
  claimed,
  emptyCart,
  KEEP_MS,
  merged,
  placed,
  settled,
  without,
  withQuantity,
} from './cart.ts';
import { type Line, MAX_LINES, MAX_QUANTITY } from './contract.ts';

const price = ({ productId, quantity }: CartLine): Line | undefined =>
  productId === 'sold-out' ? undefined : { productId, quantity, merchantId: 'm', name: productId, priceCents: 100 };
const cartOf = (...lines: [string, number][]): Cart => ({
  ...emptyCart,
  lines: lines.map(([productId, quantity]) => ({ productId, quantity })),
});
const bare = (lines: readonly CartLine[]) => lines.map(({ productId, quantity }) => [productId, quantity]);
const total = (lines: readonly CartLine[], productId: string): number =>
  lines.reduce((sum, line) => sum + (line.productId === productId ? line.quantity : 0), 0);

const PRODUCTS = ['tea', 'cup', 'pot', 'sold-out'];
const ORDERS = ['o1', 'o2', 'o3'];
type Command =
  | { readonly is: 'set'; readonly productId: string; readonly quantity: number }
  | { readonly is: 'remove'; readonly productId: string }
  | { readonly is: 'check out' | 'place' | 'deliver'; readonly orderId: string }
  | { readonly is: 'wait'; readonly ms: number };

const edit = fc.oneof(
  fc.record({
    is: fc.constant('set' as const),
    productId: fc.constantFrom(...PRODUCTS),
    quantity: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ is: fc.constant('remove' as const), productId: fc.constantFrom(...PRODUCTS) }),
);
const step = fc.record({
  is: fc.constantFrom('check out' as const, 'place' as const, 'deliver' as const),
  orderId: fc.constantFrom(...ORDERS),
});
const wait = fc.record({ is: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: CLAIM_MS + 20_000 }) });

/** The cart, the orders service beside it, and what the customer added. */
class World {
  nowMs = 1_000_000;
  cart: Cart = emptyCart;
  readonly answered = new Map<string, { lines: readonly Line[]; atMs: number }>();
  readonly placedOrders = new Map<string, readonly Line[]>();
  readonly delivered = new Set<string>();
  readonly credit = new Map<string, number>();

  do(command: Command): void {
    this.cart = settled(this.cart, this.nowMs);
    const before = this.cart;
    if (command.is === 'wait') this.nowMs += command.ms;
    if (command.is === 'set') this.cart = withQuantity(this.cart, command.productId, command.quantity) ?? this.cart;
    if (command.is === 'remove') this.cart = without(this.cart, command.productId);
    if (command.is === 'set' || command.is === 'remove') {
      const change = total(this.cart.lines, command.productId) - total(before.lines, command.productId);
      this.credit.set(command.productId, (this.credit.get(command.productId) ?? 0) + change);
    }
    if (command.is === 'check out') this.#checkOut(command.orderId);
    // An order is only written while its claim still holds.
    const answer = 'orderId' in command ? this.answered.get(command.orderId) : undefined;
    if (command.is === 'place' && answer && this.nowMs - answer.atMs < CLAIM_MS)
      this.placedOrders.set(command.orderId, this.placedOrders.get(command.orderId) ?? answer.lines);
    if (command.is === 'deliver' && this.placedOrders.has(command.orderId)) {
      this.cart = placed(this.cart, command.orderId);
      this.delivered.add(command.orderId);
    }
  }

  #checkOut(orderId: string): void {
    const before = this.cart.claims.find((claim) => claim.orderId === orderId);
    // What was returned to the cart may be in another order by now.
    const known =
      before &&
      (before.state !== 'RETURNED' ||
        before.lines.every(({ productId, quantity }) => total(this.cart.lines, productId) >= quantity));
    const { cart, lines } = claimed(this.cart, orderId, this.nowMs, price);
    this.cart = cart;
    if (lines.length === 0) return;
    if (known) expect(lines).toEqual(this.answered.get(orderId)?.lines);
    this.answered.set(orderId, { lines, atMs: this.nowMs });
  }

  /** Total quantity of a product in the cart, open claims and delivered orders. */
  held(productId: string): number {
    const now = settled(this.cart, this.nowMs);
    const open = now.claims.flatMap(({ state, lines }) => (state === 'OPEN' ? lines : []));
    const ordered = [...this.delivered].flatMap((orderId) => [...(this.placedOrders.get(orderId) ?? [])]);
    return total([...now.lines, ...open, ...ordered], productId);
  }
}

const expectKept = (world: World) => {
  for (const productId of PRODUCTS)
    expect([productId, world.held(productId)]).toEqual([productId, world.credit.get(productId) ?? 0]);
};

test('an order asked for again after its lines went into another one does not get them twice', () => {
  const claimedBy = (cart: Cart, orderId: string, nowMs: number) =>
    claimed(settled(cart, nowMs), orderId, nowMs, price);
  const first = claimedBy(cartOf(['tea', 2]), 'o1', 0);
  const second = claimedBy(first.cart, 'o2', CLAIM_MS);
  expect(bare(second.lines)).toEqual([['tea', 2]]);
  expect(claimedBy(second.cart, 'o1', CLAIM_MS + 1).lines).toEqual([]);
});

/** OrderPlaced arrives before its claim ends; meanwhile the customer may do anything at any time. */
test('each line is in exactly one of cart, claim and order, at every moment', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(edit, step, wait), { maxLength: 40 }), (commands) => {
      const world = new World();
      for (const command of commands) {
        const [orderId = ''] = command.is === 'place' ? [command.orderId] : [];
        world.do(command);
        if (world.placedOrders.has(orderId)) world.do({ is: 'deliver', orderId });
        expectKept(world);
      }
    }),
    { numRuns: 2_000 },
  );
});

/** OrderPlaced comes late, twice, in any order and after its claim was returned; meanwhile the customer only orders. */
test('each line is in exactly one of cart, claim and order once every OrderPlaced has come, however late', () => {
  fc.assert(
    fc.property(
      fc.array(edit, { maxLength: 6 }),
      fc.constantFrom(...ORDERS),
      fc.array(fc.oneof(step, wait), { maxLength: 30 }),
      (edits, orderId, commands) => {
        const world = new World();
        for (const command of edits) world.do(command);
        // One order only: a second order placed with returned lines is another purchase.
        const ofOne = commands.map((command) => ('orderId' in command ? { ...command, orderId } : command));
        for (const command of ofOne) world.do(command);
        world.do({ is: 'deliver', orderId });
        world.do({ is: 'deliver', orderId });
        expectKept(world);
      },
    ),
    { numRuns: 2_000 },
  );
});

const lines = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: MAX_QUANTITY })), {
  selector: ([productId]) => productId,
  maxLength: MAX_LINES,
});
const anyCart = lines.map((all) => cartOf(...all.map(([id, quantity]): [string, number] => [`p${id}`, quantity])));

test('a merge adds up to 99, and to 20 products, loses nothing of the cart it joins, and names what it drops', () => {
  fc.assert(
    fc.property(anyCart, anyCart, (cart, guest) => {
      const { cart: sum, dropped } = merged(cart, guest);
      const both = sum.lines;
      for (const { productId, quantity } of guest.lines)
        expect(total(both, productId) - total(cart.lines, productId) + total(dropped, productId)).toBe(quantity);
      expect(dropped.every(({ quantity }) => quantity > 0)).toBe(true);
      const products = new Set([...cart.lines, ...guest.lines].map(({ productId }) => productId));
      expect(both).toHaveLength(Math.min(MAX_LINES, products.size));
      for (const { productId, quantity } of both)
        expect(quantity).toBe(Math.min(MAX_QUANTITY, total(cart.lines, productId) + total(guest.lines, productId)));
      for (const { productId } of cart.lines) expect(total(both, productId)).toBeGreaterThan(0);
    }),
    { numRuns: 1_000 },
  );
});

test('a merge leaves room for the lines of an open claim, which may go back', () => {
  const full = Array.from({ length: MAX_LINES }, (_, i): [string, number] => [`p${i}`, 1]);
  const waiting = claimed(cartOf(...full), 'o1', 0, price).cart;
  const { cart, dropped } = merged(waiting, cartOf(['tea', 2], ['p3', 5]));
  expect([bare(cart.lines), bare(dropped)]).toEqual([[['p3', 5]], [['tea', 2]]]);
  expect(settled(cart, CLAIM_MS).lines).toHaveLength(MAX_LINES);
});

test('a merge drops lines beyond the limit, and units beyond 99', () => {
  const cart = cartOf(...Array.from({ length: MAX_LINES - 1 }, (_, i): [string, number] => [`p${i}`, 90]));
  const guest = cartOf(['p0', 30], ['new', 3], ['tea', 2], ['p1', 9]);
  expect(bare(merged(cart, guest).dropped)).toEqual([
    ['p0', 21],
    ['tea', 2],
  ]);
  expect(merged(cart, emptyCart)).toEqual({ cart, dropped: [] });
});

describe('a claim', () => {
  const cart = cartOf(['tea', 2], ['sold-out', 1], ['cup', 1]);
  const { cart: after, lines: ordered } = claimed(cart, 'o1', 0, price);

  test('takes what can be sold, and leaves the rest', () => {
    expect(bare(ordered)).toEqual([
      ['tea', 2],
      ['cup', 1],
    ]);
    expect(bare(after.lines)).toEqual([['sold-out', 1]]);
  });

  test('of another order finds nothing', () => {
    const second = claimed(after, 'o2', 1, price);
    expect(second).toEqual({ cart: after, lines: [] });
    expect(second.cart).toBe(after);
  });

  test('asked for again is answered the same, and waits anew', () => {
    const again = claimed(after, 'o1', 50_000, () => undefined);
    expect(again.lines).toEqual(ordered);
    expect(settled(again.cart, CLAIM_MS + 10_000).lines).toEqual(after.lines);
    expect(bare(settled(again.cart, CLAIM_MS + 50_000).lines)).toEqual([
      ['tea', 2],
      ['cup', 1],
      ['sold-out', 1],
    ]);
  });

  test('that went back is taken out again for its order, and by a late OrderPlaced', () => {
    const back = settled(after, CLAIM_MS);
    expect(claimed(back, 'o1', CLAIM_MS, price).lines).toEqual(ordered);
    expect(claimed(back, 'o1', CLAIM_MS, price).cart.lines).toEqual(after.lines);
    expect(placed(back, 'o1').lines).toEqual(after.lines);
    expect(placed(placed(back, 'o1'), 'o1')).toEqual(placed(back, 'o1'));
  });

  test('of a placed order is answered the same for a while, and never goes back', () => {
    const done = placed(after, 'o1');
    expect(claimed(done, 'o1', 1, price)).toEqual({ cart: done, lines: ordered });
    const later = settled(done, KEEP_MS);
    expect(later).toEqual({ lines: after.lines, claims: [] });
  });

  test('keeps its place in a full cart', () => {
    const full = Array.from({ length: MAX_LINES }, (_, i) => `p${i}`);
    const claimedAll = claimed(cartOf(...full.map((id): [string, number] => [id, 1])), 'o1', 0, price).cart;
    expect(withQuantity(claimedAll, 'one-more', 1)).toBeUndefined();
    expect(withQuantity(claimedAll, 'p3', 1)?.lines).toHaveLength(1);
  });
});
