// Calls payments as the saga does, reads the bank's ledger, and makes the bank fail.

import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { FunctionError } from '../../../cli/deploy/functions.ts';
import { type Breaker, bindings, type ProviderLedger } from '../../../lambdas/payments/contract.ts';
import { accountsOf, people } from '../../../localstack/seed/users.ts';
import { bound, callerOf } from '../kit/aws.ts';
import { ask, eventually, root, unique } from '../kit/client.ts';

export interface TestOrder {
  readonly orderId: string;
  readonly userId: string;
  readonly amountCents: number;
  readonly paymentMethod: string;
  readonly correlationId: string;
}

export const newOrder = (paymentMethod = 'pm_ok'): TestOrder => ({
  orderId: `order-${unique()}`,
  userId: `user-${unique()}`,
  amountCents: 4990,
  paymentMethod,
  correlationId: `test-${unique()}`,
});

/** Answers a function that calls the task once, and answers undefined when the task's instance crashed. */
function once(task: string): (input: object) => Promise<string | undefined> {
  const call = callerOf(`payments/${task}`);
  return async (input) => {
    try {
      const result = (await call(input)) as { outcome?: string };
      return result.outcome ?? JSON.stringify(result);
    } catch (error) {
      if (error instanceof FunctionError) return undefined;
      throw error;
    }
  };
}

export const authorise: (order: TestOrder) => Promise<string | undefined> = once('authorise-payment');
const captureOnce = once('capture-payment');
export const capture = ({ orderId, correlationId }: TestOrder) => captureOnce({ orderId, correlationId });
const refundOnce = once('refund-payment');
export const refund = ({ orderId, correlationId }: TestOrder) => refundOnce({ orderId, correlationId });
const reconcileOnce = once('reconcile');
export const reconcile = () => reconcileOnce({ all: true });

let token: Promise<string> | undefined;
/** Token of the demo administrator. */
export function adminToken(): Promise<string> {
  token ??= ask('POST', '/api/sessions', { body: accountsOf(people).admin }).then(({ body }) => body.accessToken);
  return token;
}

export async function ledgerOf({ orderId }: TestOrder): Promise<ProviderLedger> {
  const token = await adminToken();
  // An instance of the bank may start slowly.
  const { status, body } = await eventually(
    () => ask('GET', `/api/payments/ledger?orderId=${orderId}`, { token, direct: true }),
    (answer) => answer.status !== 503,
  );
  if (status !== 200) throw new Error(`the ledger answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Counts of the bank's booked authorisations, captures, voids and refunds. */
export async function bookings(order: TestOrder): Promise<string> {
  const { authorisations, captures, voids, refunds } = await ledgerOf(order);
  return `${authorisations.length} ${captures.length} ${voids.length} ${refunds.length}`;
}

const dynamodb = new DynamoDBClient(root);
/** Status in payments' own table. */
export async function statusOf({ orderId }: TestOrder): Promise<string | undefined> {
  const TableName = await bound('payments/http', bindings.paymentsTable);
  const Key = { id: { S: `payment#${orderId}` } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return Item && unmarshall(Item).status;
}

export const breaker = async (): Promise<Breaker> => (await ask('GET', '/api/payments/breaker', { direct: true })).body;

/** Switches a fault and waits until it is effective: every instance of the bank reads it once a second. */
export async function switchFault(wish: object): Promise<void> {
  const { status, body } = await ask('PUT', '/api/faults/payments', {
    token: await adminToken(),
    body: wish,
    direct: true,
  });
  if (status !== 200) throw new Error(`the switch answered ${status}: ${JSON.stringify(body)}`);
  await new Promise((resolve) => setTimeout(resolve, 1100));
}

/** Turns faults off and waits until the breaker is closed. */
export async function bankIsWell(): Promise<void> {
  await switchFault({ kind: 'off' });
  await eventually(
    async () => {
      if ((await breaker()).state === 'half-open') await authorise(newOrder());
      return (await breaker()).state;
    },
    (state) => state === 'closed',
    90_000,
  );
}

/** Failed operations that open the breaker. */
export const THRESHOLD = 5;

/** Outcomes of authorisations until the breaker opens. */
export async function untilOpen(): Promise<(string | undefined)[]> {
  const outcomes: (string | undefined)[] = [];
  while ((await breaker()).state === 'closed' && outcomes.length < 2 * THRESHOLD)
    outcomes.push(await authorise(newOrder()));
  return outcomes;
}
