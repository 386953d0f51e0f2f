// The anti-corruption layer: the bank's vocabulary ends here. An order is one charge under the order's id, with one
// capture and one refund under references derived from it, so a repeated request is booked once.
import { CONFLICT, retryOnConflict } from '../../shared/base/waits/retry-on-conflict.ts';
import type { ProviderLedger } from '../contract.ts';
import type { Status } from '../payment.ts';
import type { Bank } from '../ports.ts';
import type { Answer, BankApi } from './bank-api.ts';
import type { BankCharge, BankStatement, ProviderWebhook } from './bank-words.ts';
import type { Shield } from './shield.ts';

const captureReference = (orderId: string): string => `${orderId}-capture`;
const refundReference = (orderId: string): string => `${orderId}-refund`;

const isRefused = (answer: Answer): answer is { readonly refused: string } => 'refused' in answer;
const authorised = ({ status }: BankCharge): 'AUTHORISED' | 'DECLINED' =>
  status === 'authorized' || status === 'captured' ? 'AUTHORISED' : 'DECLINED';

/**
 * Every operation looks up its reference before it repeats a request: this finds a charge whose response was lost, and
 * shows that a lost request never arrived.
 */
export const bankClient = (api: BankApi, shield: Shield): Bank => ({
  available: () => shield.available(),

  authorise: ({ orderId, amountCents, paymentMethod, again }) =>
    shield.run(async (tries) => {
      const known = again || tries > 0 ? await api.find(orderId) : undefined;
      const answer = known ?? (await api.charge(orderId, amountCents, paymentMethod));
      if (!isRefused(answer)) return authorised(answer);
      if (answer.refused === 'REFERENCE_BARRED') return 'DECLINED';
      throw new Error(`The bank refused the charge of order ${orderId}: ${answer.refused}`);
    }),

  capture: ({ orderId, amountCents }) =>
    shield.run(async (tries) => {
      const known = tries > 0 ? await api.find(orderId) : undefined;
      if (known?.status === 'captured') return 'CAPTURED';
      const answer = await api.capture(orderId, captureReference(orderId), amountCents);
      return !isRefused(answer) && answer.status === 'captured' ? 'CAPTURED' : 'REFUSED';
    }),

  undo: ({ orderId, amountCents }) =>
    shield.run(() =>
      retryOnConflict(`the charge of order ${orderId}`, async () => {
        const known = await api.find(orderId);
        if (known?.status === 'refunded') return 'REFUNDED';
        const isCaptured = known?.status === 'captured';
        // A void bars a reference the bank does not know, so that a charge still in flight has no effect.
        const answer = isCaptured
          ? await api.refund(orderId, refundReference(orderId), amountCents)
          : await api.void(orderId);
        // It was captured after our lookup: refund it.
        if (isRefused(answer) && answer.refused === 'ALREADY_CAPTURED') return CONFLICT;
        if (isRefused(answer))
          throw new Error(`The bank refused to return the money of order ${orderId}: ${answer.refused}`);
        if (isCaptured) return 'REFUNDED';
        return answer.status === 'voided' ? 'VOIDED' : 'NOTHING';
      }),
    ),
});

const events: Readonly<Record<string, Status>> = {
  'charge.authorized': 'AUTHORISED',
  'charge.declined': 'DECLINED',
  'charge.captured': 'CAPTURED',
  'charge.voided': 'VOIDED',
  'charge.refunded': 'REFUNDED',
};

/** An order and its new status, undefined when we do not know the event. */
export const newsOf = ({ type, reference }: ProviderWebhook): { orderId: string; status: Status | undefined } => ({
  orderId: reference,
  status: events[type],
});

export function ledgerOf(orderId: string, { entries }: BankStatement): ProviderLedger {
  const of = (kind: string) =>
    entries
      .filter((entry) => entry.kind === kind)
      .map(({ amount_minor, booked_at, reference }) => ({ amountCents: amount_minor, at: booked_at, reference }));
  return {
    orderId,
    authorisations: of('authorization'),
    captures: of('capture'),
    voids: of('void'),
    refunds: of('refund'),
  };
}
