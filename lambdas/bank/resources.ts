// What the bank keeps: its ledger.
import { string, table } from '../shared/base/resources.ts';

/** Environment names of what this service's functions are bound to. */
export const bindings = {
  ledgerTable: 'BANK_LEDGER_TABLE',
  apiKey: 'BANK_API_KEY_ARN',
  webhookSecret: 'BANK_WEBHOOK_SECRET_ARN',
  webhookQueue: 'BANK_WEBHOOK_QUEUE_URL',
  webhookUrl: 'BANK_WEBHOOK_URL',
} as const;

export const tables = {
  // A reference is a client's order: they spread by themselves.
  ledger: table('Ledger', { env: bindings.ledgerTable, partition: string('pk'), sort: string('sk') }),
} as const;
