// Calls payments as the saga does, reads the bank's ledger, and makes the bank fail.

import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Breaker, bindings, type ProviderLedger } from '../../../lambdas/payments/contract.ts';
import { accountsOf, people } from '../../../localstack/seed/users.ts';
import { bound, functionOf, lambda } from '../kit/aws.ts';
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

const names = new Map<string, string>();

/** Calls a task once; undefined when its instance crashed. */
async function once(task: string, input: object): Promise<string | undefined> {
  const id = `payments/${task}`;
  const FunctionName = names.get(id) ?? (await functionOf(id)).FunctionName;
  names.set(id, FunctionName);
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(input)) }));
  const result = JSON.parse(Buffer.from(answer.Payload ?? []).toString() || 'null');
  return answer.FunctionError ? undefined : (result.outcome ?? JSON.stringify(result));
}

export const authorise = (order: TestOrder) => once('authorise-payment', order);
export const capture = ({ orderId, correlationId }: TestOrder) => once('capture-payment', { orderId, correlationId });
export const refund = ({ orderId, correlationId }: TestOrder) => once('refund-payment', { orderId, correlationId });
export const reconcile = () => once('reconcile', { all: true });

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
