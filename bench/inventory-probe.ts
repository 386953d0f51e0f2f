// Runs inventory's rules in this process against the emulator: cost of each step, and conflicts of 16 clients on one product,
// next to the usual design: a counter and a reservation in one transaction. Prints one JSON line at the end.
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { deployedFunctions } from '../cli/deploy/functions.ts';
import { bindings, LEASE_MS } from '../lambdas/inventory/contract.ts';
import { confirm, release, reserve } from '../lambdas/inventory/reservation.ts';
import { reservationStore } from '../lambdas/inventory/reservation-store.ts';
import { addStock } from '../lambdas/inventory/restock-store.ts';
import { totalOf } from '../lambdas/inventory/stock.ts';
import { bucketsOf, readBuckets } from '../lambdas/inventory/stock-store.ts';
import { env } from '../lambdas/shared/base/env.ts';
import { dynamodb, dynamodbOnce } from '../lambdas/shared/tables/dynamodb.ts';
import { counted } from '../test/local/kit/units.ts';

const CLIENTS = 16;
const ORDERS = 480;

const functions = await deployedFunctions();
for (const id of ['inventory/http', 'inventory/expire-reservations'])
  Object.assign(process.env, functions.get(id)?.Environment?.Variables);
const store = reservationStore();
const run = `bench${process.pid}x${Date.now()}`;
let made = 0;
const newId = (what: string): string => `${run}${what}${made++}`.slice(-20).padStart(20, '0');

async function stocked(quantity: number): Promise<string> {
  const productId = newId('p');
  await addStock(productId, quantity, { operationId: newId('r'), nowMs: Date.now() });
  return productId;
}

/** A call's items and time in flight. Two calls that overlap on an item conflict if at least one is a transaction. */
interface Call {
  readonly name: string;
  readonly items: readonly string[];
  readonly from: number;
  until: number;
}
let calls: Call[] = [];
const itemsOf = (input: object): string[] => {
  const { TransactItems, Key } = input as {
    TransactItems?: Record<string, { Key?: object; Item?: { orderId?: string } }>[];
    Key?: object;
  };
  if (!TransactItems) return [JSON.stringify(Key)];
  return TransactItems.flatMap((item) => Object.values(item)).map(({ Key: key, Item }) =>
    JSON.stringify(key ?? Item?.orderId),
  );
};
for (const client of [dynamodb(), dynamodbOnce()])
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const call = { name: commandName, items: itemsOf(args.input), from: performance.now(), until: 0 };
        calls.push(call);
        try {
          return await next(args);
        } finally {
          call.until = performance.now();
        }
      },
    { step: 'initialize', name: 'recordCalls' },
  );

/** Counts the transactions that overlapped with another write of one of their items. */
function conflicts(): { transactions: number; overlapping: number } {
  const transactions = calls.filter(({ name }) => name.startsWith('TransactWrite'));
  const writes = calls.filter(({ name }) => /TransactWrite|Update|Put/.test(name));
  const meets = (one: Call, other: Call) =>
    one !== other &&
    one.from < other.until &&
    other.from < one.until &&
    one.items.some((item) => other.items.includes(item));
  return {
    transactions: transactions.length,
    overlapping: transactions.filter((one) => writes.some((other) => meets(one, other))).length,
  };
}

async function race(work: (orderId: string) => Promise<unknown>) {
  calls = [];
  const startedAt = performance.now();
  const orders = Array.from({ length: ORDERS }, () => newId('o')).values();
  const client = async () => {
    for (const orderId of orders) await work(orderId);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { orders: ORDERS, ...conflicts(), calls: calls.length, milliseconds: performance.now() - startedAt };
}

/** The peer: each step changes a counter and the reservation in one transaction. */
const usualStep = (
  productId: string,
  orderId: string,
  change: string,
  condition: string,
  state: string,
  first: boolean,
) =>
  dynamodb().send(
    new TransactWriteCommand({
      TransactItems: [
        {
          Update: {
            TableName: env(bindings.stockTable),
            Key: { bucketId: `${productId}#0` },
            UpdateExpression: change,
            ConditionExpression: condition,
            ExpressionAttributeValues: { ':n': 1 },
          },
        },
        {
          Put: {
            TableName: env(bindings.reservationsTable),
            Item: { orderId, state, untilMs: Date.now() + LEASE_MS, takes: [{ productId, bucket: 0, quantity: 1 }] },
            ConditionExpression: first ? 'attribute_not_exists(orderId)' : 'attribute_exists(orderId)',
          },
        },
      ],
    }),
  );
async function usualOrder(productId: string, orderId: string): Promise<void> {
  await usualStep(
    productId,
    orderId,
    'SET available = available - :n, reserved = reserved + :n',
    'available >= :n',
    'RESERVED',
    true,
  );
  await usualStep(
    productId,
    orderId,
    'SET reserved = reserved - :n, sold = sold + :n',
    'reserved >= :n',
    'CONFIRMED',
    false,
  );
}

const one = await stocked(4 * ORDERS);
const two = await stocked(1000);
const oneLine = (orderId: string) => ({ orderId, lines: [{ productId: one, quantity: 1 }] });
const twoLines = (orderId: string) => ({ orderId, lines: [one, two].map((productId) => ({ productId, quantity: 1 })) });
const [a, b, c, d] = [newId('o'), newId('o'), newId('o'), newId('o')];
const thin = await stocked(8);
const now = Date.now();

const measured = {
  'reserve, one line': await counted(() => reserve(store, oneLine(a), now)),
  'confirm, one line': await counted(() => confirm(store, a, now)),
  'release, one line, sold': await counted(() => release(store, a)),
  'reserve, one line, another try': await (async () => {
    await reserve(store, oneLine(b), now);
    return counted(() => reserve(store, oneLine(b), now));
  })(),
  'release, one line, reserved': await counted(() => release(store, b)),
  'release, nothing reserved': await counted(() => release(store, newId('o'))),
  'reserve, two lines': await counted(() => reserve(store, twoLines(c), now)),
  'confirm, two lines': await counted(() => confirm(store, c, now)),
  'reserve, one line from two buckets': await counted(() =>
    reserve(store, { orderId: d, lines: [{ productId: thin, quantity: 4 }] }, now),
  ),
  'reserve, refused': await counted(() =>
    reserve(store, { orderId: newId('o'), lines: [{ productId: thin, quantity: 9 }] }, now),
  ),
  'GET .../stock': await counted(() => readBuckets(bucketsOf(one))),
  'restock into four buckets': await counted(() => addStock(one, 400, { operationId: newId('r'), nowMs: now })),
};
const usual = await counted(() => usualOrder(two, newId('o')));

const hot = await stocked(4 * ORDERS);
const ours = await race(async (orderId) => {
  await reserve(store, { orderId, lines: [{ productId: hot, quantity: 1 }] }, Date.now());
  await confirm(store, orderId, Date.now());
});
const { sold } = totalOf(await readBuckets(bucketsOf(hot)));
if (sold !== ORDERS) throw new Error(`${sold} were sold for ${ORDERS} orders`);
const oursOfTwo = await race(async (orderId) => {
  const lines = [hot, one].map((productId) => ({ productId, quantity: 1 }));
  await reserve(store, { orderId, lines }, Date.now());
  await confirm(store, orderId, Date.now());
});
const counter = await stocked(8 * ORDERS);
const theirs = await race((orderId) => usualOrder(counter, orderId));
console.log(JSON.stringify({ measured, usual, ours, oursOfTwo, theirs }));
process.exit();
