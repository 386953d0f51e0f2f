// Resources of the bank: its ledger.
import { string, table } from '../shared/base/resources.ts';

/** Environment variables of the resources that this service's functions are bound to. */
export const bindings = {
  ledgerTable: 'BANK_LEDGER_TABLE',
  apiKey: 'BANK_API_KEY_ARN',
  webhookSecret: 'BANK_WEBHOOK_SECRET_ARN',
  webhookQueue: 'BANK_WEBHOOK_QUEUE_URL',
  webhookUrl: 'BANK_WEBHOOK_URL',
} as const;

export const tables = {
  // References are clients' orders, which spread over partitions.
  ledger: table('Ledger', { env: bindings.ledgerTable, partition: string('pk'), sort: string('sk') }),
} as const;
