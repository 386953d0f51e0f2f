// A delivery: one event for one webhook, with the same bytes and id however often it is sent. Pure.
import { createHash } from 'node:crypto';
import { isoTime } from '../shared/base/clock.ts';
import type { Envelope } from '../shared/base/event.ts';
import type { Listed } from '../shared/base/resources.ts';
import type { Backoff } from '../shared/base/waits/backoff.ts';
import type { Delivery, DeliveryStatus, Subscribable } from './contract.ts';
import type { tables } from './resources.ts';
import type { StoredWebhook } from './webhook.ts';

/** 24 h in total, with waits from up to 5 s to up to 4 h. */
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
  /** Start of its schedule: its creation or its replay. */
  readonly startedAtMs: number;
  /** Failed attempts in this schedule. */
  readonly tries: number;
  /** All completed attempts. */
  readonly attempts: number;
  readonly dueAtMs?: number;
  readonly lastAttemptAtMs?: number;
  readonly responseStatus?: number | null;
  readonly error?: string | null;
}

/** A delivery as the log holds it: without its body. */
export type ListedDelivery = Listed<StoredDelivery, typeof tables.deliveries, typeof tables.deliveries.index.byTime>;

export interface DeliveryKey {
  readonly webhookId: string;
  readonly deliveryId: string;
}

/** A delivery that only this worker attempts until its lease is over. */
export interface ClaimedDelivery extends StoredDelivery {
  readonly claim: string;
}

/** The content of a delivery: an event about an order. */
export interface DeliveredOrder {
  readonly orderId: string;
  readonly merchantIds: readonly string[];
  readonly reason?: string;
}

/** The id derives from event and webhook. Merchants receive only the order's id and request the rest themselves. */
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

export const present = (delivery: ListedDelivery): Delivery => ({
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
