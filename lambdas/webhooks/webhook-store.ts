// The webhooks table: a merchant's webhooks share a key that no other merchant's request can name.
//
// pattern                      | key condition                                      | cost
// a merchant's webhooks        | merchantId; at most 10                             | 0.5 to 1 RCU per 4 KB
// one, for its owner or a call | merchantId + webhookId                             | 1 RCU
// add                          | put, if it does not exist                          | 1 WCU
// enable                       | update, if it exists                               | 1 WCU
// change the secret            | update, if it still has the one that was read      | 1 WCU
// count a failure, disable     | in the transaction of attempt-store.ts             | 2 WCU
// delete                       | delete                                             | 1 WCU
import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { putOrFind, updateIf } from '../shared/tables/conditional-write.ts';
import { dynamodb } from '../shared/tables/dynamodb.ts';
import { itemOf, readItem, tableOf } from '../shared/tables/item.ts';
import { keyCondition } from '../shared/tables/key-condition.ts';
import { tables } from './resources.ts';
import type { StoredWebhook } from './webhook.ts';

/** Returns the stored webhook, new or already created by this operation. */
export async function addWebhook(webhook: StoredWebhook): Promise<StoredWebhook> {
  const kept = await putOrFind<StoredWebhook>({
    ...tableOf(tables.webhooks),
    Item: webhook,
    ConditionExpression: 'attribute_not_exists(merchantId)',
  });
  return kept ?? webhook;
}

export async function webhooksOf(merchantId: string): Promise<StoredWebhook[]> {
  const { Items = [] } = await dynamodb().send(
    new QueryCommand({
      ...tableOf(tables.webhooks),
      ...keyCondition(tables.webhooks, 'merchantId = :merchantId'),
      ExpressionAttributeValues: { ':merchantId': merchantId },
      ConsistentRead: true,
    }),
  );
  return Items as StoredWebhook[];
}

export const findWebhook = (merchantId: string, webhookId: string): Promise<StoredWebhook | undefined> =>
  readItem(itemOf(tables.webhooks, { merchantId, webhookId }));

/** Enables it and resets its failures; undefined when it does not exist. */
export async function switchOn(merchantId: string, webhookId: string): Promise<StoredWebhook | undefined> {
  const { item } = await updateIf<StoredWebhook>({
    ...itemOf(tables.webhooks, { merchantId, webhookId }),
    UpdateExpression: 'SET enabled = :true, failures = :zero REMOVE failingSinceMs, disabledReason',
    ConditionExpression: 'attribute_exists(merchantId)',
    ExpressionAttributeValues: { ':true': true, ':zero': 0 },
  });
  return item;
}

/** Undefined when its secret changed since it was read, or it was deleted. */
export async function replaceSecret(
  read: StoredWebhook,
  { secret, formerSecrets }: Required<Pick<StoredWebhook, 'secret' | 'formerSecrets'>>,
): Promise<StoredWebhook | undefined> {
  const { written, item } = await updateIf<StoredWebhook>({
    ...itemOf(tables.webhooks, { merchantId: read.merchantId, webhookId: read.webhookId }),
    UpdateExpression: 'SET #secret = :secret, formerSecrets = :former',
    ConditionExpression: '#secret = :read',
    ExpressionAttributeNames: { '#secret': 'secret' },
    ExpressionAttributeValues: { ':secret': secret, ':former': formerSecrets, ':read': read.secret },
  });
  return written ? item : undefined;
}

/** Idempotent. */
export async function removeWebhook(merchantId: string, webhookId: string): Promise<void> {
  await dynamodb().send(new DeleteCommand(itemOf(tables.webhooks, { merchantId, webhookId })));
}
