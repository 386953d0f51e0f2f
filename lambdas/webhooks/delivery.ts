// What a delivery is: one event for one webhook, the same bytes under the same id however often it is sent.
import { createHash } from 'node:crypto';
import type { Backoff } from '../shared/base/backoff.ts';
import { isoTime } from '../shared/base/clock.ts';
import type { Envelope } from '../shared/base/event.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import type { Delivery, DeliveryStatus, Subscribable } from './contract.ts';
import { addDelivery, replayed } from './delivery-store.ts';
import { webhookProblems } from './problems.ts';
import { ownWebhook, type StoredWebhook } from './webhook.ts';
import { webhooksOf } from './webhook-store.ts';

/** 24 h in all, from waits of up to 5 s to waits of up to 4 h. */
export const BACKOFF: Backoff = { firstMs: 5_000, capMs: 4 * 3_600_000, giveUpAfterMs: 24 * 3_600_000 };

export interface StoredDelivery {
  readonly webhookId: string;
  readonly deliveryId: string;
  readonly merchantId: string;
  readonly event: Subscribable;
  readonly orderId: string;
  readonly body: string;
  readonly status: DeliveryStatus;
  readonly createdAtMs: number;
  readonly correlationId: string;
  /** When its schedule began: when it was made, or replayed. */
  readonly startedAtMs: number;
  /** Failed attempts of this schedule. */
  readonly tries: number;
  /** Attempts in all that came to an end. */
  readonly attempts: number;
  readonly dueAtMs?: number;
  readonly lastAttemptAtMs?: number;
  readonly responseStatus?: number | null;
  readonly error?: string | null;
}

interface Order {
  readonly orderId: string;
  readonly merchantIds: readonly string[];
  readonly reason?: string;
}

/** Makes the deliveries of an event: one for each webhook of its merchants that wants it, once however often it comes. */
export async function planDeliveries(event: Envelope<Order>, nowMs: number): Promise<void> {
  const merchants = [...new Set(event.data.merchantIds)];
  const webhooks = (await Promise.all(merchants.map(webhooksOf))).flat();
  const wanted = webhooks.filter(({ enabled, events }) => enabled && events.some((name) => name === event.type));
  await Promise.all(wanted.map((webhook) => addDelivery(deliveryOf(event, webhook, nowMs))));
}

/** Its id follows from event and webhook. Merchants learn the order's id and no more: the rest is theirs to ask for. */
export function deliveryOf(
  { id, type, version, time, correlationId, data }: Envelope<Order>,
  { webhookId, merchantId }: Pick<StoredWebhook, 'webhookId' | 'merchantId'>,
  nowMs: number,
): StoredDelivery {
  const hash = createHash('sha256').update(`${webhookId}#${id}`).digest('base64url');
  const deliveryId = `dl-${hash.slice(0, 22)}`;
  const { orderId, reason } = data;
  const body = JSON.stringify({
    deliveryId,
    event: type,
    version,
    occurredAt: time,
    data: { orderId, ...(reason !== undefined && { reason }) },
  });
  return {
    webhookId,
    deliveryId,
    merchantId,
    event: type as Subscribable,
    orderId,
    body,
    status: 'PENDING',
    createdAtMs: nowMs,
    correlationId,
    startedAtMs: nowMs,
    tries: 0,
    attempts: 0,
  };
}

/** Due at once, with a schedule of its own; refuses with NOT_FOUND and WEBHOOK_DISABLED. */
export async function replay(
  merchantId: string,
  { webhookId, deliveryId }: { readonly webhookId: string; readonly deliveryId: string },
  nowMs: number,
): Promise<StoredDelivery> {
  const { enabled } = await ownWebhook(merchantId, webhookId);
  if (!enabled)
    throw new Problem(webhookProblems.disabled, 'Switch it on first: POST /api/webhooks/{webhookId}/enable.');
  const delivery = await replayed(webhookId, deliveryId, nowMs);
  if (!delivery) throw new Problem(problems.notFound, 'This webhook has no such delivery.');
  return delivery;
}

const time = (ms: number | undefined): string | null => (ms === undefined ? null : isoTime(ms));

export const present = (delivery: StoredDelivery): Delivery => ({
  deliveryId: delivery.deliveryId,
  event: delivery.event,
  orderId: delivery.orderId,
  status: delivery.status,
  attempts: delivery.attempts,
  createdAt: isoTime(delivery.createdAtMs),
  responseStatus: delivery.responseStatus ?? null,
  error: delivery.error ?? null,
  lastAttemptAt: time(delivery.lastAttemptAtMs),
  nextAttemptAt: time(delivery.dueAtMs),
});
