// One attempt at a delivery: claims it, calls the endpoint and records the result.
import { systemClock } from '../shared/base/clock.ts';
import { env, optionalEnv } from '../shared/base/env.ts';
import { log } from '../shared/base/log.ts';
import { signedHeaders } from '../shared/base/text/standard-webhook.ts';
import { CONFLICT, retryOnConflict } from '../shared/base/waits/retry-on-conflict.ts';
import { resultOf, standingOf } from './attempt.ts';
import { recordAttempt } from './attempt-store.ts';
import { call, type Outcome } from './call.ts';
import type { ClaimedDelivery, DeliveryKey } from './delivery.ts';
import { claimDelivery } from './delivery-store.ts';
import { bindings } from './resources.ts';
import { type Patience, type StoredWebhook, secretsAt } from './webhook.ts';
import { findWebhook } from './webhook-store.ts';

/** Deliveries of one webhook that fail simultaneously are counted one after the other. */
const MAX_TRIES = 12;

/** Does nothing when the delivery has ended, is put off, or is held by another worker. */
export async function attempt(key: DeliveryKey): Promise<void> {
  const delivery = await claimDelivery(key, systemClock.nowMs());
  if (!delivery) return;
  const { correlationId, webhookId, deliveryId, merchantId } = delivery;
  const startedMs = systemClock.nowMs();
  const webhook = await findWebhook(merchantId, webhookId);
  const outcome = webhook?.enabled ? await post(webhook, delivery) : undefined;
  const end = await settle(delivery, webhook, outcome);
  log('info', 'delivery attempted', {
    correlationId,
    webhookId,
    deliveryId,
    ...(outcome ? outcomeFields(outcome) : { error: 'not called' }),
    end,
    durationMs: systemClock.nowMs() - startedMs,
  });
}

const post = (webhook: StoredWebhook, { body, deliveryId: id }: ClaimedDelivery): Promise<Outcome> => {
  const nowMs = systemClock.nowMs();
  return call(
    {
      url: webhook.url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'system-design-webhooks/1',
        ...signedHeaders({ id, body }, secretsAt(webhook, nowMs), nowMs),
      },
      body,
    },
    { receiver: optionalEnv(bindings.receiver) },
  );
};

async function settle(
  delivery: ClaimedDelivery,
  read: StoredWebhook | undefined,
  outcome: Outcome | undefined,
): Promise<string> {
  const nowMs = systemClock.nowMs();
  const patience = JSON.parse(env(bindings.patience)) as Patience;
  let webhook = read;
  const record = async (): Promise<string | typeof CONFLICT> => {
    const result = resultOf(delivery, webhook, outcome, nowMs);
    const now = webhook?.enabled && outcome ? standingOf(webhook, outcome, patience, nowMs) : undefined;
    const written = await recordAttempt(delivery, result, webhook && now && { read: webhook, now });
    if (written === 'recorded') return now?.disabledReason ? 'webhook disabled' : result.status;
    if (written === 'superseded') return written;
    webhook = await findWebhook(delivery.merchantId, delivery.webhookId);
    return CONFLICT;
  };
  return retryOnConflict(`webhook ${delivery.webhookId}`, record, { tries: MAX_TRIES });
}

const outcomeFields = ({ status, error }: Outcome) => ({
  ...(status !== undefined && { status }),
  ...(error !== undefined && { error }),
});
