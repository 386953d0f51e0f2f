// What the webhooks service keeps: merchants' endpoints, and what is to be delivered to them.
import { number, string, table } from '../shared/base/resources.ts';

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

export const tables = {
  webhooks: table('Webhooks', {
    env: bindings.webhooksTable,
    partition: string('merchantId'),
    sort: string('webhookId'),
  }),
  // Webhooks spread by themselves; the queue of what is due has four shards.
  deliveries: table('Deliveries', {
    env: bindings.deliveriesTable,
    partition: string('webhookId'),
    sort: string('deliveryId'),
    shards: 4,
    streamed: true,
    indexes: {
      byTime: {
        partition: string('webhookId'),
        sort: number('createdAtMs'),
        // What the log shows; the body is no part of it.
        projection: ['event', 'orderId', 'status', 'attempts', 'responseStatus', 'error', 'lastAttemptAtMs', 'dueAtMs'],
      },
      due: { partition: string('dueQueue'), sort: number('dueAtMs'), projection: 'keys' },
    },
  }),
} as const;
