// What a delivery is: one event for one webhook, the same bytes under the same id however often it is sent. Pure.
import { createHash } from 'node:crypto';
import type { Backoff } from '../shared/base/backoff.ts';
import { isoTime } from '../shared/base/clock.ts';
import type { Envelope } from '../shared/base/event.ts';
import type { Delivery, DeliveryStatus, Subscribable } from './contract.ts';
import type { StoredWebhook } from './webhook.ts';

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

export interface DeliveryKey {
  readonly webhookId: string;
  readonly deliveryId: string;
}

/** A delivery that this worker alone attempts until its lease is over. */
export interface ClaimedDelivery extends StoredDelivery {
  readonly claim: string;
}

/** What a delivery is made of: an event about an order. */
export interface DeliveredOrder {
  readonly orderId: string;
  readonly merchantIds: readonly string[];
  readonly reason?: string;
}

/** Its id follows from event and webhook. Merchants learn the order's id and no more: the rest is theirs to ask for. */
export function deliveryOf(
  { id, type, version, time, correlationId, data }: Envelope<DeliveredOrder>,
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
