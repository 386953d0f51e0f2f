// Records an attempt on the delivery and, if they change, on its webhook and in the outbox, in the same transaction.
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { outboxWrite } from '../shared/messaging/outbox.ts';
import { transact, writeIf } from '../shared/tables/conditional-write.ts';
import { itemOf } from '../shared/tables/item.ts';
import type { Result, Standing } from './attempt.ts';
import { events } from './contract.ts';
import type { ClaimedDelivery } from './delivery.ts';
import { tables } from './resources.ts';
import type { StoredWebhook } from './webhook.ts';

/**
 * `superseded`: the delivery was replayed meanwhile or its lease ran out, so this attempt does not count.
 * `conflict`: the webhook changed since it was read; read it again.
 */
export async function recordAttempt(
  delivery: ClaimedDelivery,
  result: Result,
  webhook?: { readonly read: StoredWebhook; readonly now: Standing },
): Promise<'recorded' | 'superseded' | 'conflict'> {
  const ofDelivery = deliveryUpdate(delivery, result);
  if (!webhook) return (await writeIf(new UpdateCommand(ofDelivery))) ? 'recorded' : 'superseded';
  const { read, now } = webhook;
  const failed = await transact([
    { Update: ofDelivery },
    { Update: webhookUpdate(read, now) },
    ...(now.disabledReason ? [notice(delivery, read, now.disabledReason, result)] : []),
  ]);
  if (!failed) return 'recorded';
  return failed[0]?.Code === 'ConditionalCheckFailed' ? 'superseded' : 'conflict';
}

function deliveryUpdate(delivery: ClaimedDelivery, result: Result) {
  const { webhookId, deliveryId, claim, attempts } = delivery;
  const ends = result.dueAtMs === undefined;
  return {
    ...itemOf(tables.deliveries, { webhookId, deliveryId }),
    UpdateExpression:
      'SET #status = :status, attempts = :attempts, tries = :tries, responseStatus = :response, #error = :error, ' +
      `lastAttemptAtMs = :at${ends ? '' : ', dueAtMs = :due'} REMOVE claim, claimedUntilMs${ends ? ', dueQueue, dueAtMs' : ''}`,
    ConditionExpression: 'claim = :claim',
    ExpressionAttributeNames: { '#status': 'status', '#error': 'error' },
    ExpressionAttributeValues: {
      ':status': result.status,
      ':attempts': attempts + 1,
      ':tries': result.tries,
      ':response': result.responseStatus,
      ':error': result.error,
      ':at': result.lastAttemptAtMs,
      ':claim': claim,
      ...(!ends && { ':due': result.dueAtMs }),
    },
  };
}

/** Updates the webhook only as it was read: simultaneous failures all count, and one of them is the last. */
function webhookUpdate(read: StoredWebhook, { failures, failingSinceMs, disabledReason }: Standing) {
  const sets = ['failures = :failures'];
  if (failingSinceMs !== undefined) sets.push('failingSinceMs = :since');
  if (disabledReason !== undefined) sets.push('enabled = :false', 'disabledReason = :reason');
  return {
    ...itemOf(tables.webhooks, { merchantId: read.merchantId, webhookId: read.webhookId }),
    UpdateExpression: `SET ${sets.join(', ')}${failingSinceMs === undefined ? ' REMOVE failingSinceMs' : ''}`,
    ConditionExpression: 'failures = :before AND enabled = :true',
    ExpressionAttributeValues: {
      ':failures': failures,
      ':before': read.failures,
      ':true': true,
      ...(failingSinceMs !== undefined && { ':since': failingSinceMs }),
      ...(disabledReason !== undefined && { ':false': false, ':reason': disabledReason }),
    },
  };
}

function notice(delivery: ClaimedDelivery, { webhookId, merchantId, url }: StoredWebhook, reason: string, now: Result) {
  const { correlationId, claim } = delivery;
  const context = { nowMs: now.lastAttemptAtMs, correlationId, operationId: claim };
  return outboxWrite(events.webhookDisabled, { webhookId, merchantId, url, reason }, context);
}
