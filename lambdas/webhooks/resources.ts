// Resources of the webhooks service: merchants' endpoints, and the deliveries to them.
import { number, string, table } from '../shared/base/resources.ts';

/** Names of the environment variables that bind this service's functions to its resources. */
export const bindings = {
  webhooksTable: 'WEBHOOKS_TABLE',
  deliveriesTable: 'WEBHOOK_DELIVERIES_TABLE',
  /** Our own address, which no webhook may target. */
  ownUrl: 'WEBHOOKS_OWN_URL',
  /** The only non-public origin that may be called; not bound on AWS. */
  receiver: 'WEBHOOK_RECEIVER',
  /** How many failures disable a webhook (Patience of webhook.ts). */
  patience: 'WEBHOOK_PATIENCE',
} as const;

export const tables = {
  webhooks: table('Webhooks', {
    env: bindings.webhooksTable,
    partition: string('merchantId'),
    sort: string('webhookId'),
  }),
  // Webhook ids distribute evenly; the queue of due deliveries has four shards.
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
        // The attributes that the log shows: all but the body.
        projection: ['event', 'orderId', 'status', 'attempts', 'responseStatus', 'error', 'lastAttemptAtMs', 'dueAtMs'],
      },
      due: { partition: string('dueQueue'), sort: number('dueAtMs'), projection: 'keys' },
    },
  }),
} as const;
