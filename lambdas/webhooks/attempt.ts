// What an attempt makes of a delivery and of its webhook. Pure.
import { nextTryMs } from '../shared/base/backoff.ts';
import { jitterMs } from '../shared/base/ids.ts';
import type { Outcome } from './call.ts';
import type { DeliveryStatus } from './contract.ts';
import { BACKOFF, type ClaimedDelivery } from './delivery.ts';
import { disabledReason, type Patience, type StoredWebhook } from './webhook.ts';

/** How a delivery stands after an attempt. */
export interface Result {
  readonly status: DeliveryStatus;
  /** Of a pending one. */
  readonly dueAtMs?: number | undefined;
  readonly tries: number;
  readonly responseStatus: number | null;
  readonly error: string | null;
  readonly lastAttemptAtMs: number;
}

/** How many failures a webhook has now, and why it is switched off. */
export interface Standing {
  readonly failures: number;
  readonly failingSinceMs?: number;
  readonly disabledReason?: string | undefined;
}

const isTaken = ({ status = 0 }: Outcome): boolean => status >= 200 && status < 300;

/** Where a delivery stands after its attempt; without an outcome it was not sent, for its webhook is off or gone. */
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
    const why = webhook ? 'the webhook is switched off' : 'the webhook was deleted';
    return { ...failed, status: 'FAILED', error: outcome?.error ?? why };
  }
  const dueAtMs = nextTryMs(BACKOFF, failed.tries, startedAtMs, nowMs, jitter);
  return dueAtMs === undefined ? { ...failed, status: 'FAILED' } : { ...failed, status: 'PENDING', dueAtMs };
}

/** How the webhook stands after it; undefined when nothing about it changes. */
export function standingOf(
  webhook: Pick<StoredWebhook, 'failures' | 'failingSinceMs'>,
  outcome: Outcome,
  patience: Patience,
  nowMs: number,
): Standing | undefined {
  if (isTaken(outcome)) return webhook.failures === 0 ? undefined : { failures: 0 };
  const why = outcome.error ?? `it answered ${outcome.status}`;
  return {
    failures: webhook.failures + 1,
    failingSinceMs: webhook.failingSinceMs ?? nowMs,
    disabledReason: disabledReason(webhook, patience, nowMs, why),
  };
}
