// The test cards and what each of them does.
import type { paymentMethods } from '../../../../lambdas/payments/contract.ts';

export type PaymentMethod = (typeof paymentMethods)[number];

interface TestCard {
  readonly name: string;
  readonly does: string;
}

export const testCards: Readonly<Record<PaymentMethod, TestCard>> = {
  pm_ok: { name: 'Good card', does: 'Succeeds at once.' },
  pm_declined: { name: 'Declined card', does: 'Is declined: the stock is released and nothing is charged.' },
  pm_slow: { name: 'Slow card', does: 'Succeeds, but the provider responds slowly.' },
  pm_flaky: { name: 'Flaky card', does: 'Fails twice at the provider, then succeeds on a retry.' },
  pm_lost_answer: {
    name: 'Lost response',
    does: 'Is charged, but the response is lost. The retry does not charge twice.',
  },
  pm_duplicate_webhook: {
    name: 'Duplicate message',
    does: 'Succeeds, and the provider reports it twice. It counts once.',
  },
  pm_early_webhook: {
    name: 'Early message',
    does: 'Succeeds, and the provider’s message arrives before its response.',
  },
};
