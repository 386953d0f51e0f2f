// Operations of a merchant on webhooks: create, read, enable and delete their own.
import { createHash } from 'node:crypto';
import { newSecret } from '../shared/base/ids.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { CONFLICT, retryOnConflict } from '../shared/base/waits/retry-on-conflict.ts';
import type { CreateWebhook } from './contract.ts';
import { webhookProblems } from './problems.ts';
import { refusalOf, type Site, type StoredWebhook, withSecret } from './webhook.ts';
import { addWebhook, findWebhook, removeWebhook, replaceSecret, switchOn, webhooksOf } from './webhook-store.ts';

const MAX_WEBHOOKS = 10;

const anySecret = (): string => `whsec_${newSecret()}`;

/**
 * Creates the webhook of an operation, once: a retry finds it, with its secret. Refuses with WEBHOOK_URL_NOT_ALLOWED
 * and TOO_MANY_WEBHOOKS (two simultaneous requests can exceed ten).
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
    secret: anySecret(),
    enabled: true,
    failures: 0,
    createdAtMs: nowMs,
  });
}

/** The caller's own webhook; refuses with NOT_FOUND if missing or another merchant's. */
export async function ownWebhook(merchantId: string, webhookId: string): Promise<StoredWebhook> {
  return found(await findWebhook(merchantId, webhookId));
}

export const enableWebhook = async (merchantId: string, webhookId: string): Promise<StoredWebhook> =>
  found(await switchOn(merchantId, webhookId));

/** Gives it a new secret. The one it had signs beside it for a day. */
export const rotateSecret = (merchantId: string, webhookId: string, nowMs: number): Promise<StoredWebhook> =>
  retryOnConflict(`the secret of webhook ${webhookId}`, async () => {
    const webhook = await ownWebhook(merchantId, webhookId);
    return (await replaceSecret(webhook, withSecret(webhook, anySecret(), nowMs))) ?? CONFLICT;
  });

export async function deleteWebhook(merchantId: string, webhookId: string): Promise<void> {
  await ownWebhook(merchantId, webhookId);
  await removeWebhook(merchantId, webhookId);
}

function found(webhook: StoredWebhook | undefined): StoredWebhook {
  if (!webhook) throw new Problem(problems.notFound, 'You have no such webhook.');
  return webhook;
}
