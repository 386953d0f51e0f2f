// Resources of the payments service: one item per order, and the breaker.
import { number, string, table } from '../shared/base/resources.ts';

/** Names of the environment variables that bind this service's functions to its resources. */
export const bindings = {
  paymentsTable: 'PAYMENTS_TABLE',
  providerUrl: 'PROVIDER_URL',
  providerApiKey: 'PROVIDER_API_KEY_ARN',
  providerWebhookSecret: 'PROVIDER_WEBHOOK_SECRET_ARN',
} as const;

export const tables = {
  // One item per order. The breaker is one item for all, written only while the provider fails.
  payments: table('Payments', {
    env: bindings.paymentsTable,
    partition: string('id'),
    indexes: { byDue: { partition: string('due'), sort: number('dueAtMs') } },
  }),
} as const;
