// One attempt at a delivery: claimed, called, and its end written down.
import { pause, systemClock } from '../shared/base/clock.ts';
import { env, optionalEnv } from '../shared/base/env.ts';
import { jitterMs } from '../shared/base/ids.ts';
import { log } from '../shared/base/log.ts';
import { resultOf, standingOf } from './attempt.ts';
import { recordAttempt } from './attempt-store.ts';
import { call, type Outcome } from './call.ts';
import type { ClaimedDelivery, DeliveryKey } from './delivery.ts';
import { claimDelivery } from './delivery-store.ts';
import { bindings } from './resources.ts';
import { deliveryHeaders, signatureOf } from './signature.ts';
import type { Patience, StoredWebhook } from './webhook.ts';
import { findWebhook } from './webhook-store.ts';

/** Deliveries of one webhook that fail at the same moment count one after the other. */
const MAX_ROUNDS = 12;

/** Does nothing when the delivery is at its end, put off, or in another worker's hands. */
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

const post = ({ url, secret }: StoredWebhook, { body, deliveryId }: ClaimedDelivery): Promise<Outcome> =>
  call(
    {
      url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'system-design-webhooks/1',
        [deliveryHeaders.id]: deliveryId,
        [deliveryHeaders.signature]: signatureOf(secret, body, systemClock.nowMs()),
      },
      body,
    },
    { receiver: optionalEnv(bindings.receiver) },
  );

async function settle(
  delivery: ClaimedDelivery,
  read: StoredWebhook | undefined,
  outcome: Outcome | undefined,
): Promise<string> {
  const nowMs = systemClock.nowMs();
  const patience = JSON.parse(env(bindings.patience)) as Patience;
  let webhook = read;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const result = resultOf(delivery, webhook, outcome, nowMs);
    const now = webhook?.enabled && outcome ? standingOf(webhook, outcome, patience, nowMs) : undefined;
    const written = await recordAttempt(delivery, result, webhook && now && { read: webhook, now });
    if (written === 'recorded') return now?.disabledReason ? 'webhook switched off' : result.status;
    if (written === 'superseded') return written;
    await pause(jitterMs(20 * 2 ** Math.min(round, 4)));
    webhook = await findWebhook(delivery.merchantId, delivery.webhookId);
  }
  throw new Error(`webhook ${delivery.webhookId} is written to by too many at once`);
}

const outcomeFields = ({ status, error }: Outcome) => ({
  ...(status !== undefined && { status }),
  ...(error !== undefined && { error }),
});
