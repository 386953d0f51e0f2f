// A webhook, its permitted endpoints, and the rule that disables it. Pure.
import { isoTime } from '../shared/base/clock.ts';
import { urlRefusal } from '../shared/base/text/url-policy.ts';
import type { Subscribable, Webhook } from './contract.ts';

export interface StoredWebhook {
  readonly merchantId: string;
  readonly webhookId: string;
  readonly url: string;
  readonly events: readonly Subscribable[];
  readonly secret: string;
  readonly enabled: boolean;
  readonly disabledReason?: string;
  /** Failed attempts since the last successful one, across all deliveries. */
  readonly failures: number;
  /** Time of the first of them. */
  readonly failingSinceMs?: number;
  readonly createdAtMs: number;
}

/** How many failures disable a webhook, and for how long they must last: both must be reached. */
export interface Patience {
  readonly failures: number;
  readonly forSeconds: number;
}

export interface Site {
  /** Our own address, `https://host`. */
  readonly ownUrl: string;
  /** The only non-public origin that may be called. */
  readonly receiver?: string | undefined;
}

/** Why an endpoint is refused. Each call checks the addresses its name resolves to (call.ts). */
export function refusalOf(url: string, { ownUrl, receiver }: Site): string | undefined {
  if (receiver && URL.canParse(url) && new URL(url).origin === receiver) return undefined;
  const refusal = urlRefusal(url, [new URL(ownUrl).hostname]);
  if (refusal) return refusal;
  const port = Number(new URL(url).port || 443);
  // Lower ports belong to other protocols, such as mail, whose servers would read a delivery as commands.
  return port === 80 || port === 443 || port >= 1024 ? undefined : 'Its port is neither 80, 443 nor above 1023.';
}

/** Why a webhook is disabled after one more failure now; undefined while it stays enabled. */
export function disabledReason(
  { failures, failingSinceMs }: Pick<StoredWebhook, 'failures' | 'failingSinceMs'>,
  patience: Patience,
  nowMs: number,
  why: string,
): string | undefined {
  const count = failures + 1;
  const sinceMs = failingSinceMs ?? nowMs;
  if (count < patience.failures || nowMs - sinceMs < patience.forSeconds * 1000) return undefined;
  return `it failed ${count} consecutive times since ${isoTime(sinceMs)}, most recently because ${why}.`;
}

export const present = (webhook: StoredWebhook): Webhook => ({
  webhookId: webhook.webhookId,
  url: webhook.url,
  events: [...webhook.events],
  enabled: webhook.enabled,
  ...(webhook.disabledReason !== undefined && { disabledReason: webhook.disabledReason }),
  failures: webhook.failures,
  createdAt: isoTime(webhook.createdAtMs),
});
