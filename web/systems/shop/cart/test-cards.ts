// The test cards and what each of them does.
import type { paymentMethods } from '../../../../lambdas/payments/contract.ts';

export type PaymentMethod = (typeof paymentMethods)[number];

interface TestCard {
  readonly name: string;
  readonly does: string;
}

export const testCards: Readonly<Record<PaymentMethod, TestCard>> = {
  pm_ok: { name: 'Good card', does: 'Pays at once.' },
  pm_declined: { name: 'Declined card', does: 'Is refused: the stock goes back and nothing is charged.' },
  pm_slow: { name: 'Slow card', does: 'Pays, but the provider takes its time.' },
  pm_flaky: { name: 'Flaky card', does: 'Fails twice inside the provider, then pays: the retries find it.' },
  pm_lost_answer: {
    name: 'Lost answer',
    does: 'Is charged, but the answer gets lost: asked again, it is not charged twice.',
  },
  pm_duplicate_webhook: { name: 'Double message', does: 'Pays, and the provider reports it twice: it counts once.' },
  pm_early_webhook: { name: 'Early message', does: 'Pays, and the provider’s message comes before its answer.' },
};
