// Sends a delivery again at its merchant's request.
import { Problem, problems } from '../shared/base/problem.ts';
import type { StoredDelivery } from './delivery.ts';
import { replayed } from './delivery-store.ts';
import { ownWebhook } from './manage-webhook.ts';
import { webhookProblems } from './problems.ts';

/** Makes it due at once, with a new schedule; refuses with NOT_FOUND and WEBHOOK_DISABLED. */
export async function replay(
  merchantId: string,
  { webhookId, deliveryId }: { readonly webhookId: string; readonly deliveryId: string },
  nowMs: number,
): Promise<StoredDelivery> {
  const { enabled } = await ownWebhook(merchantId, webhookId);
  if (!enabled) throw new Problem(webhookProblems.disabled, 'Enable it first: POST /api/webhooks/{webhookId}/enable.');
  const delivery = await replayed(webhookId, deliveryId, nowMs);
  if (!delivery) throw new Problem(problems.notFound, 'This webhook has no such delivery.');
  return delivery;
}
