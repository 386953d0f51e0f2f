// Payments can read everything that the bank's contract allows it to send.
import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { contract as bank, Charge, Webhook } from '../../bank/contract.ts';
import { ledgerOf, newsOf } from './bank-client.ts';
import { BankCharge, BankStatement, ProviderWebhook } from './bank-words.ts';

test('every status of a charge is known', () => {
  expect([...BankCharge.shape.status.options].sort()).toEqual([...Charge.shape.status.options].sort());
  expect(z.parse(BankCharge, bank.routes.getCharge.example.response).status).toBe('authorized');
});

test('every webhook fits and is understood', () => {
  const seen = Webhook.shape.type.options.map((type) => {
    const sent = z.parse(Webhook, {
      event_id: 'order-1.capture.order-1-capture',
      type,
      reference: 'order-1',
      amount_minor: 100,
      created_at: '2026-03-01T08:00:00.000Z',
    });
    return newsOf(z.parse(ProviderWebhook, sent));
  });
  expect(seen.map(({ status }) => status)).toEqual(['AUTHORISED', 'DECLINED', 'CAPTURED', 'VOIDED', 'REFUNDED']);
  expect(new Set(seen.map(({ orderId }) => orderId))).toEqual(new Set(['order-1']));
});

test('a statement is a ledger in our words', () => {
  const at = '2026-03-01T08:00:00.000Z';
  const entry = (kind: string) => ({ kind, reference: `r-${kind}`, amount_minor: 100, booked_at: at });
  const statement = z.parse(BankStatement, {
    entries: ['authorization', 'capture', 'void', 'refund', 'fee'].map(entry),
  });
  const line = (kind: string) => [{ amountCents: 100, at, reference: `r-${kind}` }];
  expect(ledgerOf('order-1', statement)).toEqual({
    orderId: 'order-1',
    authorisations: line('authorization'),
    captures: line('capture'),
    voids: line('void'),
    refunds: line('refund'),
  });
});
