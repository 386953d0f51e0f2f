// Writes orders to their events table without running the saga, for tests of later steps.
import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { bindings, type Line } from '../../../lambdas/orders/contract.ts';
import type { Commit } from '../../../lambdas/orders/order.ts';
import { bound } from '../kit/aws.ts';
import { root } from '../kit/client.ts';

export const documents = DynamoDBDocumentClient.from(new DynamoDBClient(root));

export const lineOf = (change: Partial<Line> = {}): Line => ({
  productId: 'p-1',
  merchantId: 'm-1',
  name: 'Olive oil',
  quantity: 2,
  priceCents: 890,
  ...change,
});

/** Writes a placed order that no saga processes. */
export async function placedOrder(userId: string, lines: readonly Line[] = [lineOf()]): Promise<string> {
  const orderId = randomBytes(15).toString('hex').slice(0, 20);
  const commit: Commit = {
    orderId,
    seq: 1,
    atMs: Date.now(),
    events: [{ type: 'OrderPlaced', userId, lines, paymentMethod: 'pm_ok', correlationId: 'test' }],
  };
  const TableName = await bound('orders/read-order', bindings.eventsTable);
  await documents.send(new PutCommand({ TableName, Item: commit }));
  return orderId;
}
