// Orders under faults: buyers who retry as a client should, and the invariants of each order once the faults are over.
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { expect } from '@jest/globals';
import { bindings, type Order } from '../../../lambdas/orders/contract.ts';
import { bound, invoke } from '../../local/kit/aws.ts';
import { ask, bounded, eventually, newPerson, type Person, root, unique } from '../../local/kit/client.ts';
import { expectConserved, expectPaidOrNot } from '../../local/orders/books.ts';
import { fillCart, newShop, placeOrder, type Shop, settled } from '../../local/orders/shopping.ts';
import { meetEach } from '../kit/arm.ts';

/** Time for an order to reach its end after the last fault. */
export const END_WITHIN_MS = 60_000;
const KILLS = ['kill-before', 'kill-after'] as const;

export interface Placed {
  readonly buyer: Person;
  readonly orderId: string;
}

/** Buyers, a shop with ample stock, and an administrator who reads the provider's ledger. */
export class Market {
  readonly restocked: number;
  readonly shop: Shop;
  readonly admin: Person;
  readonly #buyers: Person[];
  #next = 0;

  private constructor(shop: Shop, restocked: number, admin: Person, buyers: Person[]) {
    this.shop = shop;
    this.restocked = restocked;
    this.admin = admin;
    this.#buyers = buyers;
  }

  static async open(buyers: number, restocked = 10_000): Promise<Market> {
    const [shop, admin] = await Promise.all([newShop(restocked), newPerson('admin')]);
    const numbers = Array.from({ length: buyers }, (_, i) => i);
    return new Market(shop, restocked, admin, await bounded(4, numbers, () => newPerson()));
  }

  /** The buyers take turns, so that no cart is ordered twice at a time. */
  buyer(): Person {
    this.#next += 1;
    return this.#buyers[this.#next % this.#buyers.length] as Person;
  }

  async place(paymentMethod = 'pm_ok', buyer = this.buyer()): Promise<Placed> {
    await fillCart(buyer, this.shop.productId);
    return { buyer, orderId: await placeUntilTaken(buyer, unique(), paymentMethod) };
  }

  /** Checks that every order is at its end, paid or not, and that the stock adds up. */
  async expectEnded(placed: readonly Placed[], withinMs = END_WITHIN_MS): Promise<Order[]> {
    const orders = await bounded(8, placed, ({ buyer, orderId }) => settled(buyer, orderId, withinMs));
    expect(orders.filter(({ status }) => status === 'PENDING')).toEqual([]);
    await bounded(4, orders, (order) => expectPaidOrNot(this.admin, order));
    await expectConserved(this.shop.productId, this.restocked);
    return orders;
  }
}

/** Retries with the same key until there is an answer, as a client should. */
export async function placeUntilTaken(buyer: Person, key: string, paymentMethod = 'pm_ok'): Promise<string> {
  const answer = await eventually(
    () => placeOrder(buyer, paymentMethod, key).catch(() => ({ status: 0, body: undefined })),
    ({ status, body }) => status === 202 || (status < 500 && status > 0 && body?.code !== 'IDEMPOTENCY_IN_FLIGHT'),
    45_000,
  );
  if (answer.status !== 202) throw new Error(`the order was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
  return String(answer.body.orderId);
}

export const cancel = ({ buyer, orderId }: Placed) =>
  ask('POST', `/api/orders/${orderId}/cancel`, { token: buyer.token, direct: true });

/** Calls the scheduled function for one order or all. */
export const reconcile = (orderId?: string): Promise<unknown> => invoke('orders/reconcile', orderId ? { orderId } : {});

/**
 * Kills the function before and after each AWS call that it makes for an order, with a new order each time;
 * the points come from a recorded run, and each is hit. Checks that every order ends as it must.
 */
export async function killEverywhere(
  market: Market,
  functionId: string,
  place: () => Promise<Placed>,
): Promise<{ points: number; orders: Order[] }> {
  const placed: Placed[] = [];
  const points = await meetEach(functionId, KILLS, async () => {
    const one = await place();
    expect((await settled(one.buyer, one.orderId)).status).not.toBe('PENDING');
    placed.push(one);
  });
  return { points, orders: await market.expectEnded(placed) };
}

const sfn = new SFNClient(root);

/** ARNs of the saga's executions in that state. */
export async function sagas(statusFilter: 'RUNNING' | 'FAILED'): Promise<string[]> {
  const stateMachineArn = await bound('orders/reconcile', bindings.sagaArn);
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter }));
  return executions.map(({ name = '' }) => name);
}
