// Runs the steps of one order in this process against the emulator and counts DynamoDB's units for each; prints one JSON line
// at the end. The deployed saga is stopped meanwhile, so that every write is made here, and only once.
import {
  InvokeCommand,
  LambdaClient,
  paginateListEventSourceMappings,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { marshall } from '@aws-sdk/util-dynamodb';
import { deployedFunctions } from '../cli/deploy/functions.ts';
import { handler as checkout } from '../lambdas/cart/checkout.ts';
import { handler as confirmStock } from '../lambdas/inventory/confirm-stock.ts';
import { handler as reserveStock } from '../lambdas/inventory/reserve-stock.ts';
import { events } from '../lambdas/orders/contract.ts';
import { handler as http } from '../lambdas/orders/http.ts';
import { handler as projectViews } from '../lambdas/orders/project-views.ts';
import { handler as recordStep } from '../lambdas/orders/record-step.ts';
import { handler as relay } from '../lambdas/orders/relay.ts';
import { handler as startSaga } from '../lambdas/orders/start-saga.ts';
import { handler as authorisePayment } from '../lambdas/payments/authorise-payment.ts';
import { handler as capturePayment } from '../lambdas/payments/capture-payment.ts';
import { outboxItem } from '../lambdas/shared/messaging/outbox.ts';
import { newPerson, unique } from '../test/local/kit/client.ts';
import { counted, type Units } from '../test/local/kit/units.ts';
import { fillCart, newShop } from '../test/local/orders/shopping.ts';
import { context, httpEvent } from './events.ts';

export interface Step extends Units {
  readonly step: string;
}

const functions = await deployedFunctions();
const client = new LambdaClient();
const steps: Step[] = [];

/** Runs the work with the function's environment and records its calls under the step's name. */
async function as<Result>(id: string, step: string, work: () => Promise<Result>): Promise<Result> {
  const env = { ...process.env };
  Object.assign(process.env, functions.get(id)?.Environment?.Variables);
  const results: Result[] = [];
  const units = await counted(async () => results.push(await work()));
  Object.assign(process.env, env);
  steps.push({ step, ...units });
  return results[0] as Result;
}

// The one task that the API itself calls also runs here, so that it is counted.
const send = LambdaClient.prototype.send as (command: unknown) => Promise<unknown>;
LambdaClient.prototype.send = async function (this: LambdaClient, command: unknown) {
  if (!(command instanceof InvokeCommand)) return send.call(this, command);
  const input: unknown = JSON.parse(Buffer.from(command.input.Payload as Uint8Array).toString());
  const output = await as('cart/checkout', 'claim the cart', () => checkout(input));
  return { Payload: Buffer.from(JSON.stringify(output)) };
} as typeof LambdaClient.prototype.send;

async function holdSagas(Enabled: boolean): Promise<void> {
  const FunctionName = functions.get('orders/start-saga')?.FunctionName;
  for await (const page of paginateListEventSourceMappings({ client }, { FunctionName }))
    for (const { UUID } of page.EventSourceMappings ?? [])
      await send.call(client, new UpdateEventSourceMappingCommand({ UUID, Enabled }));
}

const LINES = 2;
const [buyer, first] = [await newPerson(), await newShop(10)];
const products = [first.productId];
while (products.length < LINES) products.push((await newShop(10, first.merchant)).productId);

async function place(): Promise<string> {
  for (const productId of products) await fillCart(buyer, productId);
  const request = httpEvent('POST /api/orders', {
    userId: buyer.userId,
    body: { paymentMethod: 'pm_ok' },
    headers: { 'idempotency-key': unique() },
  });
  const { statusCode, body } = await as('orders/http', 'POST /api/orders', () => http(request, context));
  if (statusCode !== 202) throw new Error(`POST /api/orders answered ${statusCode}: ${body}`);
  return (JSON.parse(body) as { orderId: string }).orderId;
}

const changed = (orderId: string, type: string) => ({
  Records: [
    {
      eventName: 'INSERT',
      dynamodb: { Keys: marshall({ orderId, seq: 1 }), NewImage: marshall({ events: [{ type }] }) },
    },
  ],
});
const published = (orderId: string) => ({
  Records: [
    {
      eventName: 'INSERT',
      dynamodb: {
        NewImage: marshall(
          outboxItem(
            events.orderPlaced,
            { orderId, userId: buyer.userId },
            { nowMs: Date.now(), correlationId: 'bench', operationId: orderId },
            4,
          ),
        ),
      },
    },
  ],
});

async function order(): Promise<void> {
  const orderId = await place();
  const ids = { orderId, correlationId: 'bench-orders' };
  const record = (step: string) =>
    as('orders/record-step', `record ${step}`, () => recordStep({ ...ids, command: { step } }));
  const envelope = JSON.parse(published(orderId).Records[0]?.dynamodb.NewImage.envelope?.S ?? '{}');
  const message = {
    messageId: '1',
    receiptHandle: '1',
    attributes: { ApproximateReceiveCount: '9' },
    body: JSON.stringify({ detail: envelope }),
  };
  const show = (type: string) =>
    as('orders/project-views', `show ${type}`, () => projectViews(changed(orderId, type) as never));
  const publish = () => as('orders/relay', 'publish an event', () => relay(published(orderId) as never));
  await show('OrderPlaced');
  await publish();
  await as('inventory/reserve-stock', 'reserve stock', () =>
    reserveStock({ ...ids, lines: products.map((productId) => ({ productId, quantity: 1 })) }),
  );
  await record('RESERVED');
  await as('payments/authorise-payment', 'authorise', () =>
    authorisePayment({ ...ids, userId: buyer.userId, amountCents: 500, paymentMethod: 'pm_ok' }),
  );
  await as('inventory/confirm-stock', 'confirm stock', () => confirmStock(ids));
  await record('COMMIT');
  await as('payments/capture-payment', 'capture', () => capturePayment(ids));
  await record('CAPTURED');
  await show('OrderConfirmed');
  await publish();
  await as('orders/start-saga', 'start the saga', () => startSaga({ Records: [message] } as never));
}

await holdSagas(false);
try {
  // The first order creates the counters of the limits.
  await order();
  steps.length = 0;
  await order();
} finally {
  await holdSagas(true);
}
console.log(JSON.stringify({ lines: LINES, steps }));
process.exit();
