// What a webhook is, and what its merchant may do with it.
import { createHash } from 'node:crypto';
import { isoTime } from '../shared/base/clock.ts';
import { newSecret } from '../shared/base/ids.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { urlRefusal } from '../shared/base/url-policy.ts';
import type { CreateWebhook, Subscribable, Webhook } from './contract.ts';
import { webhookProblems } from './problems.ts';
import { addWebhook, findWebhook, removeWebhook, switchOn, webhooksOf } from './webhook-store.ts';

export interface StoredWebhook {
  readonly merchantId: string;
  readonly webhookId: string;
  readonly url: string;
  readonly events: readonly Subscribable[];
  readonly secret: string;
  readonly enabled: boolean;
  readonly disabledReason?: string;
  /** Failed attempts since the last that was taken, over all deliveries. */
  readonly failures: number;
  /** When the first of them was. */
  readonly failingSinceMs?: number;
  readonly createdAtMs: number;
}

/** How much failing is borne before a webhook is switched off: both must be reached. */
export interface Patience {
  readonly failures: number;
  readonly forSeconds: number;
}

const MAX_WEBHOOKS = 10;

export interface Site {
  /** Our own address, `https://host`. */
  readonly ownUrl: string;
  /** The one origin beside the public internet that may be called. */
  readonly receiver?: string | undefined;
}

/**
 * Makes the webhook of an operation, once: a retry finds it, with its secret. Refuses with WEBHOOK_URL_NOT_ALLOWED and
 * TOO_MANY_WEBHOOKS (two requests at the same moment can pass the tenth).
 */
export async function newWebhook(
  merchantId: string,
  { url, events }: CreateWebhook,
  { operationId, nowMs }: { readonly operationId: string; readonly nowMs: number },
  site: Site,
): Promise<StoredWebhook> {
  const refusal = refusalOf(url, site);
  if (refusal) throw new Problem(webhookProblems.urlNotAllowed, refusal);
  const webhookId = `wh-${createHash('sha256').update(operationId).digest('base64url').slice(0, 16)}`;
  const others = (await webhooksOf(merchantId)).filter((webhook) => webhook.webhookId !== webhookId);
  if (others.length >= MAX_WEBHOOKS) throw new Problem(webhookProblems.tooMany, 'Delete one first.');
  return addWebhook({
    merchantId,
    webhookId,
    url,
    events,
    secret: `whsec_${newSecret()}`,
    enabled: true,
    failures: 0,
    createdAtMs: nowMs,
  });
}

/** Why an endpoint is refused. The names it will resolve to are judged with each call (call.ts). */
export function refusalOf(url: string, { ownUrl, receiver }: Site): string | undefined {
  if (receiver && URL.canParse(url) && new URL(url).origin === receiver) return undefined;
  const refusal = urlRefusal(url, [new URL(ownUrl).hostname]);
  if (refusal) return refusal;
  const port = Number(new URL(url).port || 443);
  // Those below belong to other protocols, mail for one, whose servers would read a delivery as commands.
  return port === 80 || port === 443 || port >= 1024 ? undefined : 'Its port is neither 80, 443 nor above 1023.';
}

/** One's own webhook; refuses with NOT_FOUND for another's just as for none. */
export async function ownWebhook(merchantId: string, webhookId: string): Promise<StoredWebhook> {
  return found(await findWebhook(merchantId, webhookId));
}

export const enableWebhook = async (merchantId: string, webhookId: string): Promise<StoredWebhook> =>
  found(await switchOn(merchantId, webhookId));

export async function deleteWebhook(merchantId: string, webhookId: string): Promise<void> {
  await ownWebhook(merchantId, webhookId);
  await removeWebhook(merchantId, webhookId);
}

function found(webhook: StoredWebhook | undefined): StoredWebhook {
  if (!webhook) throw new Problem(problems.notFound, 'You have no such webhook.');
  return webhook;
}

/** Why a webhook is switched off after one more failure now; undefined while it may go on. */
export function disabledReason(
  { failures, failingSinceMs }: Pick<StoredWebhook, 'failures' | 'failingSinceMs'>,
  patience: Patience,
  nowMs: number,
  why: string,
): string | undefined {
  const count = failures + 1;
  const sinceMs = failingSinceMs ?? nowMs;
  if (count < patience.failures || nowMs - sinceMs < patience.forSeconds * 1000) return undefined;
  return `it failed ${count} times in a row since ${isoTime(sinceMs)}, at last because ${why}.`;
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
