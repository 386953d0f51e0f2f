// A webhook, its permitted endpoints, and the rule that disables it. Pure.
import { isoTime } from '../shared/base/clock.ts';
import { urlRefusal } from '../shared/base/text/url-policy.ts';
import type { NewWebhook, Subscribable, Webhook } from './contract.ts';

export interface FormerSecret {
  readonly secret: string;
  readonly untilMs: number;
}

export interface StoredWebhook {
  readonly merchantId: string;
  readonly webhookId: string;
  readonly url: string;
  readonly events: readonly Subscribable[];
  readonly secret: string;
  /** Secrets that it had before, the newest first. They sign beside it for a day. */
  readonly formerSecrets?: readonly FormerSecret[];
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

/** How long a receiver has to change to its new secret. */
const CHANGE_SECRET_WITHIN_MS = 24 * 3_600_000;
/** More changes within a day drop the oldest secret, so that the item and the header stay small. */
const MAX_FORMER_SECRETS = 3;

type Secrets = Pick<StoredWebhook, 'secret' | 'formerSecrets'>;

const formerAt = ({ formerSecrets = [] }: Secrets, nowMs: number): FormerSecret[] =>
  formerSecrets.filter(({ untilMs }) => untilMs > nowMs);

/** The secrets that sign a delivery sent now. */
export const secretsAt = (webhook: Secrets, nowMs: number): string[] => [
  webhook.secret,
  ...formerAt(webhook, nowMs).map(({ secret }) => secret),
];

/** Its secrets once it has a new one: a receiver that still knows the old one believes our deliveries for a day. */
export const withSecret = (webhook: Secrets, secret: string, nowMs: number): Required<Secrets> => ({
  secret,
  formerSecrets: [
    { secret: webhook.secret, untilMs: nowMs + CHANGE_SECRET_WITHIN_MS },
    ...formerAt(webhook, nowMs),
  ].slice(0, MAX_FORMER_SECRETS),
});

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

/** With the secret, which only the answers that make it show. */
export const presentWithSecret = (webhook: StoredWebhook): NewWebhook => {
  const until = webhook.formerSecrets?.[0]?.untilMs;
  return {
    ...present(webhook),
    secret: webhook.secret,
    ...(until !== undefined && { formerSecretUntil: isoTime(until) }),
  };
};
