// Calls every deployed function once, so that each has its process with everything loaded, and leaves nothing undone.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readContracts } from '../../bin/contracts.ts';
import { deployedFunctions, invoke as invokeFunction, lambdaClient } from '../../cli/deploy/functions.ts';
import type { HttpAnswer } from '../../lambdas/shared/base/problem.ts';
import type { Outputs } from '../../localstack/outputs.ts';
import { httpEvent, type Request, visit } from '../events.ts';

const userId = 'bench-laptop';
const IDS = { userId, orderId: 'bench-laptop', jobId: 'bench-laptop', correlationId: 'bench-laptop', run: 1 };

/**
 * An event that every function accepts without an error, except those for HTTP: an empty batch, or a task of an order,
 * a job or a collection that does not exist. The emulator ends a process whose handler throws.
 */
const EVENT = {
  ...IDS,
  Records: [],
  response: {},
  lines: [{ productId: 'bench-laptop', quantity: 1 }],
  amountCents: 100,
  paymentMethod: 'pm_declined',
  command: { step: 'RESUME' },
  retries: 0,
  item: { taskId: 'bench-laptop', phase: 'map', index: 0, bytes: 0, work: {} },
  collection: 'bench-laptop',
  parts: [],
};

const ORDER_WITHIN_MS = 60_000;

type Invoke = (id: string, event: object) => Promise<unknown>;

/** Answers the ids of all functions by the names under which they are deployed. */
export async function touchAll({ apiDirectUrl }: Outputs): Promise<Map<string, string>> {
  const functions = await deployedFunctions();
  const client = lambdaClient();
  const invoke: Invoke = (id, event) =>
    invokeFunction(client, functions.get(id)?.FunctionName ?? '', event).catch((error: Error) => {
      throw new Error(`${id} failed: ${error.message}`);
    });
  const orderId = await order(apiDirectUrl, invoke);
  const events = new Map<string, object>([
    ...(await httpEvents()),
    ['links/redirect', visit('bench-laptop')],
    // Repeats what the order's saga did: it is confirmed already.
    ['orders/record-step', { ...EVENT, orderId }],
  ]);
  for (const id of functions.keys()) await invoke(id, events.get(id) ?? EVENT);
  return new Map([...functions].map(([id, { FunctionName = '' }]) => [FunctionName, id]));
}

/** One request of each service: a list where it has one, else whatever comes first, which may be refused. */
async function httpEvents(): Promise<[string, object][]> {
  const contracts = await readContracts();
  return contracts.map(({ contract }) => {
    const routes = Object.values(contract.routes);
    const list = routes.find(({ method, template, roles }) => method === 'GET' && !template.includes('{') && !roles);
    const { method, template } = list ?? routes[0] ?? { method: 'GET', template: '/' };
    return [`${contract.service}/http`, httpEvent(`${method} ${template}`, { userId })];
  });
}

/** One order of one product, until its saga has ended. */
async function order(apiDirectUrl: string, invoke: Invoke): Promise<string> {
  const ask = async (
    id: string,
    routeKey: string,
    request: Omit<Request, 'userId'>,
  ): Promise<Record<string, unknown>> => {
    const { statusCode, body } = (await invoke(id, httpEvent(routeKey, { userId, ...request }))) as HttpAnswer;
    if (statusCode >= 300) throw new Error(`${routeKey} answered ${statusCode}: ${body}`);
    return JSON.parse(body);
  };
  const products = (await (await fetch(`${apiDirectUrl}/products?limit=1`)).json()) as {
    items: { productId: string }[];
  };
  const path = { productId: products.items[0]?.productId ?? '' };
  await ask('cart/http', 'PUT /api/cart/items/{productId}', { path, body: { quantity: 1 } });
  const headers = { 'idempotency-key': randomUUID() };
  const placed = await ask('orders/http', 'POST /api/orders', { body: { paymentMethod: 'pm_ok' }, headers });
  const orderId = String(placed.orderId);
  for (const deadline = performance.now() + ORDER_WITHIN_MS; ; await sleep(500)) {
    const { status } = await ask('orders/http', 'GET /api/orders/{orderId}', { path: { orderId } });
    if (status === 'CONFIRMED') return orderId;
    if (performance.now() > deadline) throw new Error(`order ${orderId} is still ${status}`);
  }
}
