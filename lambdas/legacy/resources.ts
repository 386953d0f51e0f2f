// What the legacy service keeps: which of the monolith's references became which order.
import { string, table } from '../shared/base/resources.ts';

/** Environment names of what this service's functions are bound to. */
export const bindings = { referencesTable: 'LEGACY_REFERENCES_TABLE', apiUrl: 'SHOP_API_URL' } as const;

export const tables = {
  // Ids begin with a customer's, which are random.
  references: table('References', { env: bindings.referencesTable, partition: string('id') }),
} as const;
