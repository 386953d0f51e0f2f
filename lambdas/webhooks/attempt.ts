// How an attempt changes a delivery and its webhook. Pure.
import { jitterMs } from '../shared/base/ids.ts';
import { nextTryMs } from '../shared/base/waits/backoff.ts';
import type { Outcome } from './call.ts';
import type { DeliveryStatus } from './contract.ts';
import { BACKOFF, type ClaimedDelivery } from './delivery.ts';
import { disabledReason, type Patience, type StoredWebhook } from './webhook.ts';

/** The delivery's state after an attempt. */
export interface Result {
  readonly status: DeliveryStatus;
  /** For a pending delivery. */
  readonly dueAtMs?: number | undefined;
  readonly tries: number;
  readonly responseStatus: number | null;
  readonly error: string | null;
  readonly lastAttemptAtMs: number;
}

/** A webhook's failure count, and the reason if it is disabled. */
export interface Standing {
  readonly failures: number;
  readonly failingSinceMs?: number;
  readonly disabledReason?: string | undefined;
}

/** The endpoint asks for no more deliveries. Source: Standard Webhooks, "Responses". */
const GONE = 410;

const isTaken = ({ status = 0 }: Outcome): boolean => status >= 200 && status < 300;

/** The delivery's state after its attempt. Without an outcome it was not sent: its webhook is disabled or deleted. */
export function resultOf(
  { tries, startedAtMs }: Pick<ClaimedDelivery, 'tries' | 'startedAtMs'>,
  webhook: Pick<StoredWebhook, 'enabled'> | undefined,
  outcome: Outcome | undefined,
  nowMs: number,
  jitter = jitterMs,
): Result {
  const said = { responseStatus: outcome?.status ?? null, error: outcome?.error ?? null, lastAttemptAtMs: nowMs };
  if (outcome && isTaken(outcome)) return { status: 'DELIVERED', tries, ...said };
  const failed = { tries: tries + 1, ...said };
  if (!webhook?.enabled) {
    const why = webhook ? 'the webhook is disabled' : 'the webhook was deleted';
    return { ...failed, status: 'FAILED', error: outcome?.error ?? why };
  }
  if (outcome?.status === GONE) return { ...failed, status: 'FAILED' };
  const backedOffMs = nextTryMs(BACKOFF, failed.tries, startedAtMs, nowMs, jitter);
  if (backedOffMs === undefined) return { ...failed, status: 'FAILED' };
  const askedMs = timeOf(outcome?.retryAfter, nowMs) ?? nowMs;
  // A longer wait than the schedule has left moves its last attempt to its end.
  const dueAtMs = Math.max(backedOffMs, Math.min(askedMs, startedAtMs + BACKOFF.giveUpAfterMs));
  return { ...failed, status: 'PENDING', dueAtMs };
}

/** The webhook's state after it; undefined when nothing changes. */
export function standingOf(
  webhook: Pick<StoredWebhook, 'failures' | 'failingSinceMs'>,
  outcome: Outcome,
  patience: Patience,
  nowMs: number,
): Standing | undefined {
  if (isTaken(outcome)) return webhook.failures === 0 ? undefined : { failures: 0 };
  if (outcome.status === GONE) return { ...failing(webhook, nowMs), disabledReason: 'it answered 410, gone for good.' };
  const why = outcome.error ?? `it answered ${outcome.status}`;
  return { ...failing(webhook, nowMs), disabledReason: disabledReason(webhook, patience, nowMs, why) };
}

const failing = ({ failures, failingSinceMs }: Pick<StoredWebhook, 'failures' | 'failingSinceMs'>, nowMs: number) => ({
  failures: failures + 1,
  failingSinceMs: failingSinceMs ?? nowMs,
});

/** The moment that a Retry-After names: seconds from now, or a date (RFC 9110, 5.6.7). Undefined for anything else. */
function timeOf(retryAfter: string | undefined, nowMs: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d+$/.test(retryAfter)) return nowMs + Number(retryAfter) * 1000;
  // The oldest of the three forms names no zone, and all three are GMT.
  const dateMs = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /.test(retryAfter)
    ? Date.parse(retryAfter.replace(/( GMT)?$/, ' GMT'))
    : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : dateMs;
}
