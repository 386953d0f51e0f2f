// The operator's requests to the shop. Imports only the contracts' types, so no schema is bundled.
import type { Breaker, ProviderLedger } from '../../../../lambdas/payments/contract.ts';
import type { Fault, FaultWish } from '../../../../lambdas/shared/base/faults/fault.ts';
import { queryOf } from '../../../kit/requests/query.ts';
import { send } from '../../../shell/account.ts';

export const getBreaker = (): Promise<Breaker> => send('GET', '/api/payments/breaker', { auth: 'none' });

export const getFault = (): Promise<Fault> => send('GET', '/api/faults/payments');

export const switchFault = (wish: FaultWish): Promise<Fault> => send('PUT', '/api/faults/payments', { body: wish });

export const getLedger = (orderId: string): Promise<ProviderLedger> =>
  send('GET', `/api/payments/ledger${queryOf({ orderId })}`);
