// What the contract and the rules both name.
import { problem } from '../shared/base/problem.ts';

/** Environment names of what this service's functions are bound to. */
export const bindings = {
  webhooksTable: 'WEBHOOKS_TABLE',
  deliveriesTable: 'WEBHOOK_DELIVERIES_TABLE',
  /** Our own address, which no webhook may lead to. */
  ownUrl: 'WEBHOOKS_OWN_URL',
  /** The one origin beside the public internet that may be called; not bound on AWS. */
  receiver: 'WEBHOOK_RECEIVER',
  /** How much failing is borne before a webhook is switched off (Patience of webhook.ts). */
  patience: 'WEBHOOK_PATIENCE',
} as const;

export const webhookProblems = {
  urlNotAllowed: problem(400, 'WEBHOOK_URL_NOT_ALLOWED', 'This URL cannot be called'),
  tooMany: problem(409, 'TOO_MANY_WEBHOOKS', 'A merchant has 10 webhooks at the most'),
  disabled: problem(409, 'WEBHOOK_DISABLED', 'This webhook is switched off'),
} as const;
