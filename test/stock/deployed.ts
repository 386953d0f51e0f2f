// The deployed inventory: calls its tasks as the saga does, and opens its store in this process, where time is an argument.
import { events } from '../../lambdas/catalog/contract.ts';
import type { Stock } from '../../lambdas/inventory/contract.ts';
import { sweepBucket } from '../../lambdas/inventory/expiry.ts';
import { confirm, type ReservationStore, release, reserve } from '../../lambdas/inventory/reservation.ts';
import { reservationStore } from '../../lambdas/inventory/reservation-store.ts';
import { addStock } from '../../lambdas/inventory/restock-store.ts';
import { totalOf } from '../../lambdas/inventory/stock.ts';
import { bucketsOf, readBuckets } from '../../lambdas/inventory/stock-store.ts';
import { newProduct } from '../local/catalog/products.ts';
import { callerOf, functionOf, invoke } from '../local/kit/aws.ts';
import { ask, type Person, unique } from '../local/kit/client.ts';
import { envelopeOf, messages } from '../local/kit/events.ts';
import type { System } from './model.ts';

const tasks = {
  'reserve-stock': callerOf('inventory/reserve-stock'),
  'confirm-stock': callerOf('inventory/confirm-stock'),
  'release-stock': callerOf('inventory/release-stock'),
};

/** Calls a task once, as a saga's step does, and rethrows its error. */
export async function task(
  name: keyof typeof tasks,
  input: { readonly orderId: string; readonly lines?: readonly { productId: string; quantity: number }[] },
): Promise<{ outcome: string; productIds?: string[] }> {
  const answer = await tasks[name]({ ...input, correlationId: 'test-inventory' });
  return answer as { outcome: string; productIds?: string[] };
}

/**
 * Retries after a fault, as the saga does, with a pause: the emulator may send the first attempt after a crash to the dead worker,
 * and 16 simultaneous cold starts on two cores may take longer than a task waits for its table.
 */
export async function again<Answer>(work: () => Promise<Answer>, tries = 8): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (tried === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * tried));
    }
  }
}

export const newOrderId = (): string => `order${unique()}`;

export const stockOf = (productId: string): Promise<Stock> =>
  again(async () => {
    const { status, body } = await ask('GET', `/api/products/${productId}/stock`, { direct: true });
    if (status !== 200) throw new Error(`GET stock: ${status} ${JSON.stringify(body)}`);
    return body;
  });

export const restock = ({ token }: Person, productId: string, quantity: number, key = unique()) =>
  ask('POST', `/api/products/${productId}/stock`, {
    token,
    body: { quantity },
    headers: { 'idempotency-key': key },
    direct: true,
  });

/** Makes a product with `quantity` units in stock. */
export async function stockedProduct(merchant: Person, quantity: number): Promise<string> {
  const { productId } = await newProduct(merchant);
  const key = unique();
  await again(async () => {
    const { status, body } = await restock(merchant, productId, quantity, key);
    if (status !== 200 || body.available !== quantity) throw new Error(`restock: ${status} ${JSON.stringify(body)}`);
  });
  return productId;
}

/** Delivers the catalog's event to inventory's copy, as its queue does. */
export async function productChanged(change: {
  readonly productId: string;
  readonly merchantId: string;
  readonly version: number;
}): Promise<{ batchItemFailures: object[] }> {
  const product = { name: '', category: '', priceCents: 1, imageUrl: null, deleted: false, ...change };
  const batch = messages([{ detail: envelopeOf(events.productChanged, product) }]);
  return (await invoke('inventory/project-products', batch)) as { batchItemFailures: object[] };
}

/** Gives this process access to the tables. */
export async function storeHere(): Promise<ReservationStore> {
  for (const id of ['inventory/http', 'inventory/expire-reservations'])
    Object.assign(process.env, (await functionOf(id)).Environment?.Variables);
  return reservationStore();
}

/** Runs the model's commands on the real tables, under unique ids. */
export function realSystem(store: ReservationStore): System {
  const prefix = unique();
  const real = (productId: string) => `${prefix}${productId}`;
  return {
    stock: async (product) => totalOf(await readBuckets(bucketsOf(real(`product${product}`)))),
    async run(command, nowMs) {
      const orderId = `${prefix}order${'order' in command ? command.order : ''}`;
      switch (command.do) {
        case 'reserve': {
          const lines = command.lines.map((line) => ({ ...line, productId: real(line.productId) }));
          const answer = await reserve(store, { orderId, lines }, nowMs);
          if (answer.outcome === 'RESERVED') return answer;
          return { ...answer, productIds: answer.productIds.map((productId) => productId.slice(prefix.length)) };
        }
        case 'confirm':
          return confirm(store, orderId, nowMs);
        case 'release':
          return release(store, orderId);
        case 'restock': {
          const operationId = `${prefix}${command.operation}`;
          await addStock(real(`product${command.product}`), command.quantity, { operationId, nowMs });
          return undefined;
        }
        case 'expire':
          for (const product of [0, 1])
            for (const bucket of await readBuckets(bucketsOf(real(`product${product}`))))
              await sweepBucket(store, bucket, nowMs);
          return undefined;
        default:
          return undefined;
      }
    },
  };
}
