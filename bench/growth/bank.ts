// Captured charges, and the payments that ask for one.
import type { StoredCharge, StoredEntry } from '../../lambdas/bank/charge.ts';
import { bindings } from '../../lambdas/bank/resources.ts';
import { entryKey } from '../../lambdas/bank/store.ts';
import { bornMs, idOf, type Loader, owner } from './loader.ts';

const reference = idOf('order', 0);

export const bank: Loader = {
  service: 'bank',
  things: 'charges',
  base: 100,
  rows: (thing) => {
    const atMs = bornMs(thing);
    const order = idOf('order', thing.i);
    const common = { amountMinor: 1780, source: 'pm_ok' };
    const charge: StoredCharge = { reference: order, status: 'captured', ...common, createdAtMs: atMs, version: 2 };
    const entries = (['authorization', 'capture'] as const).map(
      (kind): StoredEntry => ({ charge: order, kind, reference: `${order}-${kind}`, ...common, bookedAtMs: atMs }),
    );
    return [{ pk: order, sk: 'charge', ...charge }, ...entries.map((entry) => ({ ...entryKey(entry), ...entry }))].map(
      (item) => ({ env: bindings.ledgerTable, item }),
    );
  },
  asks: [{ route: 'getStatement', path: { reference }, secrets: { 'x-api-key': bindings.apiKey } }],
};

/** Payments keeps no ledger of its own: it asks the bank. */
export const payments: Loader = {
  service: 'payments',
  things: 'charges at the bank',
  base: 100,
  rows: () => [],
  asks: [{ route: 'readProviderLedger', user: owner, roles: ['admin'], query: { orderId: reference } }],
};
