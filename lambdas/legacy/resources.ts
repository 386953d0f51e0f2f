// Resources of the legacy service: the table from the monolith's references to orders.
import { string, table } from '../shared/base/resources.ts';

/** Environment variables of the resources that this service's functions are bound to. */
export const bindings = { referencesTable: 'LEGACY_REFERENCES_TABLE', apiUrl: 'SHOP_API_URL' } as const;

export const tables = {
  // Ids start with a customer id, which is random.
  references: table('References', { env: bindings.referencesTable, partition: string('id') }),
} as const;
