// The catalog under faults: merchants that retry, the progress of events, and a way to hold back their delivery.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { bindings as cartBindings } from '../../lambdas/cart/contract.ts';
import { events } from '../../lambdas/catalog/contract.ts';
import { chunksOf } from '../../lambdas/shared/base/chunks.ts';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import { outboxItem } from '../../lambdas/shared/messaging/outbox.ts';
import { productWish } from '../local/catalog/products.ts';
import { bound } from '../local/kit/aws.ts';
import { type Answer, eventually, type Person, root, unique } from '../local/kit/client.ts';
import { pause } from './kit/arm.ts';
import { tryOnce } from './links.ts';

export const RELAY = 'catalog/relay';
const documents = DynamoDBDocumentClient.from(new DynamoDBClient(root));

/** A request for a product under one Idempotency-Key, however often it is sent. */
export class ProductWish {
  readonly body: ReturnType<typeof productWish>;
  readonly #merchant: Person;
  readonly #key = unique();

  constructor(merchant: Person, category = 'tests') {
    this.#merchant = merchant;
    this.body = productWish({ category });
  }

  send = () =>
    tryOnce('POST', '/api/products', {
      token: this.#merchant.token,
      headers: { 'idempotency-key': this.#key },
      body: this.body,
    });

  /** Retries with the same key until there is an answer. */
  async sendUntilMade(): Promise<Answer['body']> {
    for (const deadline = Date.now() + 45_000; ; await pause(1000)) {
      const { status, body } = await this.send();
      if (status === 201) return body;
      const mayHelp = status === 0 || status >= 500 || body?.code === 'IDEMPOTENCY_IN_FLIGHT';
      if (!mayHelp || Date.now() > deadline) throw new Error(`POST /api/products: ${status} ${JSON.stringify(body)}`);
    }
  }
}

/** Versions of these products in the cart's copy, which the events update. */
export async function arrived(productIds: readonly string[]): Promise<(number | undefined)[]> {
  const TableName = await bound('cart/http', cartBindings.productCopiesTable);
  const found = new Map<string, number>();
  for (const some of chunksOf(productIds, 100)) {
    const Keys = some.map((productId) => ({ productId }));
    const answer = await documents.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }));
    for (const { productId, version } of answer.Responses?.[TableName] ?? []) found.set(productId, version);
  }
  return productIds.map((productId) => found.get(productId));
}

export const allArrived = (productIds: readonly string[], withinMs = 30_000) =>
  eventually(
    () => arrived(productIds),
    (versions) => versions.every((version) => version !== undefined),
    withinMs,
  );

/** Number of events that wait in the catalog's outbox. */
export async function unpublished(): Promise<number> {
  const TableName = await bound(RELAY, platformBindings.outboxTable);
  return (await documents.send(new ScanCommand({ TableName, Select: 'COUNT', ConsistentRead: true }))).Count ?? 0;
}

/** Waits until the outbox is empty, so that later recordings hold only the test's own events. */
export const quiet = () => eventually(unpublished, (count) => count === 0, 60_000);

/** Puts events into the outbox as if left behind a while ago, for products that are not in the catalog. */
export async function leaveBehind(count: number): Promise<string[]> {
  const TableName = await bound(RELAY, platformBindings.outboxTable);
  const productIds = Array.from({ length: count }, () => `${unique()}Left`);
  for (const productId of productIds) {
    const data = {
      productId,
      version: 1,
      merchantId: 'a-merchant',
      name: 'Left behind',
      category: 'tests',
      priceCents: 1,
      imageUrl: null,
      deleted: false,
    };
    const context = { nowMs: Date.now() - 120_000, correlationId: `test-${unique()}` };
    await documents.send(new PutCommand({ TableName, Item: outboxItem(events.productChanged, data, context, 4) }));
  }
  return productIds;
}
