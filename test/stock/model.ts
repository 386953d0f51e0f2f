// Inventory's promises without buckets, holds and records: an order has one of four states, a product three numbers.
import fc from 'fast-check';
import { LEASE_MS, type Line, type Stock } from '../../lambdas/inventory/contract.ts';

export type Command =
  | { readonly do: 'reserve'; readonly order: number; readonly lines: readonly Line[] }
  | { readonly do: 'confirm' | 'release'; readonly order: number }
  | { readonly do: 'restock'; readonly product: number; readonly quantity: number; readonly operation: number }
  | { readonly do: 'expire' }
  | { readonly do: 'wait'; readonly ms: number };

/** Runs commands: the model, or a system that must answer like it. */
export interface System {
  run(command: Command, nowMs: number): Promise<unknown>;
  stock(product: number): Promise<Stock>;
}

const PRODUCTS = 2;
const ORDERS = 4;
export const productIdOf = (product: number): string => `product${product}`;

const order = fc.integer({ min: 0, max: ORDERS - 1 });
const product = fc.integer({ min: 0, max: PRODUCTS - 1 });
const line = fc.record({ productId: product.map(productIdOf), quantity: fc.integer({ min: 1, max: 6 }) });

/** Few orders, products and operations, so that most commands are duplicates, late, or short of stock. */
export const commands = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('reserve' as const),
        order,
        lines: fc.array(line, { minLength: 1, maxLength: 3 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('confirm' as const), order }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const), order }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('restock' as const),
        product,
        quantity: fc.integer({ min: 1, max: 9 }),
        operation: fc.integer({ min: 0, max: 5 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('expire' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        ms: fc.constantFrom(1, LEASE_MS / 2, LEASE_MS - 1, LEASE_MS),
      }),
    },
  ),
  { minLength: 5, maxLength: 30 },
);

interface Order {
  readonly state: 'RESERVED' | 'CONFIRMED' | 'RELEASED';
  readonly untilMs: number;
  readonly lines: readonly Line[];
}

class Model implements System {
  readonly #orders = new Map<number, Order>();
  readonly #stock = new Map<string, Stock>();
  readonly #operations = new Set<string>();

  async stock(number: number): Promise<Stock> {
    return this.#of(productIdOf(number));
  }

  #of(productId: string): Stock {
    return this.#stock.get(productId) ?? { available: 0, reserved: 0, sold: 0 };
  }

  #move(lines: readonly Line[], from: keyof Stock, to: keyof Stock): void {
    for (const { productId, quantity } of lines) {
      const stock = this.#of(productId);
      this.#stock.set(productId, { ...stock, [from]: stock[from] - quantity, [to]: stock[to] + quantity });
    }
  }

  async run(command: Command, nowMs: number): Promise<unknown> {
    switch (command.do) {
      case 'reserve':
        return this.#reserve(command.order, command.lines, nowMs);
      case 'confirm':
        return this.#confirm(command.order, nowMs);
      case 'release':
        this.#release(command.order);
        return { outcome: 'RELEASED' };
      case 'restock':
        return this.#restock(productIdOf(command.product), command.quantity, command.operation);
      case 'expire':
        for (const [number, { state, untilMs }] of this.#orders)
          if (state === 'RESERVED' && nowMs >= untilMs) this.#release(number);
        return undefined;
      default:
        return undefined;
    }
  }

  #reserve(number: number, lines: readonly Line[], nowMs: number): unknown {
    const known = this.#orders.get(number);
    if (known?.state === 'RELEASED') return { outcome: 'OUT_OF_STOCK', productIds: [] };
    if (known) return { outcome: 'RESERVED' };
    const wanted = Map.groupBy(lines, ({ productId }) => productId);
    const lacking = [...wanted].flatMap(([productId, of]) =>
      of.reduce((sum, { quantity }) => sum + quantity, 0) > this.#of(productId).available ? [productId] : [],
    );
    if (lacking.length > 0) return { outcome: 'OUT_OF_STOCK', productIds: lacking };
    this.#move(lines, 'available', 'reserved');
    this.#orders.set(number, { state: 'RESERVED', untilMs: nowMs + LEASE_MS, lines });
    return { outcome: 'RESERVED' };
  }

  #confirm(number: number, nowMs: number): unknown {
    const known = this.#orders.get(number);
    if (known?.state === 'CONFIRMED') return { outcome: 'CONFIRMED' };
    if (known?.state === 'RESERVED' && nowMs >= known.untilMs) this.#release(number);
    if (known?.state !== 'RESERVED' || nowMs >= known.untilMs) return { outcome: 'EXPIRED' };
    this.#move(known.lines, 'reserved', 'sold');
    this.#orders.set(number, { ...known, state: 'CONFIRMED' });
    return { outcome: 'CONFIRMED' };
  }

  #release(number: number): void {
    const known = this.#orders.get(number);
    if (known?.state === 'RESERVED') this.#move(known.lines, 'reserved', 'available');
    if (known?.state === 'CONFIRMED') this.#move(known.lines, 'sold', 'available');
    this.#orders.set(number, { state: 'RELEASED', untilMs: 0, lines: [] });
  }

  #restock(productId: string, quantity: number, operation: number): void {
    const id = `${productId}#${operation}`;
    if (this.#operations.has(id)) return;
    this.#operations.add(id);
    const stock = this.#of(productId);
    this.#stock.set(productId, { ...stock, available: stock.available + quantity });
  }
}

/** A time long after ours, at which the deployed sweep finds no lease over. */
const AHEAD_MS = Date.UTC(2100, 0);

/** Runs the commands on both, one after the other, and returns the answers and final states to compare. */
export async function compared(
  sequence: readonly Command[],
  system: System,
): Promise<{ readonly expected: unknown[]; readonly got: unknown[] }> {
  const model = new Model();
  const expected: unknown[] = [];
  const got: unknown[] = [];
  let nowMs = AHEAD_MS;
  for (const command of sequence) {
    if (command.do === 'wait') nowMs += command.ms;
    expected.push(command, await model.run(command, nowMs));
    got.push(command, await system.run(command, nowMs));
    for (let number = 0; number < PRODUCTS; number += 1) {
      expected.push(await model.stock(number));
      got.push(await system.stock(number));
    }
  }
  return { expected, got };
}
