// Connects the payment rules to the real table, bank and clock.
import { systemClock } from '../shared/base/clock.ts';
import { bankApi } from './bank/bank-api.ts';
import { bankClient } from './bank/bank-client.ts';
import { breakerStore } from './bank/breaker-store.ts';
import { shieldOver } from './bank/shield.ts';
import type { Ports } from './ports.ts';
import { paymentStore } from './store.ts';

export const ports: Ports = {
  payments: paymentStore,
  bank: bankClient(bankApi, shieldOver(breakerStore, systemClock)),
  nowMs: systemClock.nowMs,
};
