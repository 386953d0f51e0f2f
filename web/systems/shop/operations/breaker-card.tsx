// The current state of the circuit breaker in front of the payment provider.
import type { VNode } from 'preact';
import type { Breaker } from '../../../../lambdas/payments/contract.ts';
import { FailureAlert } from '../../../kit/action.tsx';
import { Clock } from '../../../kit/moment.tsx';
import { usePolled } from '../../../kit/polled.ts';
import { getBreaker } from './operations-api.ts';

const REFRESH_MS = 1_500;

const words: Readonly<Record<Breaker['state'], { title: string; means: string }>> = {
  closed: { title: 'Closed', means: 'Payments go to the provider.' },
  open: { title: 'Open', means: 'No payment goes to the provider: orders are cancelled at once instead of waiting.' },
  'half-open': { title: 'Half open', means: 'One payment tests whether the provider has recovered.' },
};

const states = Object.entries(words) as [Breaker['state'], (typeof words)[Breaker['state']]][];

export function BreakerCard(): VNode {
  const { value, failure } = usePolled<Breaker>({ key: 'breaker', read: getBreaker, waitMs: () => REFRESH_MS });
  return (
    <section class="card" aria-labelledby="breaker">
      <h2 id="breaker">Circuit breaker</h2>
      {!value && !failure && <p class="pending">Loading…</p>}
      <FailureAlert failure={failure} />
      {value && (
        <>
          <ol class="breaker" aria-hidden="true">
            {states.map(([state, { title }]) => (
              <li class={`${state} ${state === value.state ? 'here' : ''}`}>{title}</li>
            ))}
          </ol>
          <p role="status">
            <strong>{words[value.state].title}.</strong> {words[value.state].means}
          </p>
          <p class="facts">
            <span>{value.failures} consecutive failures</span>
            {value.openedAt && (
              <span>
                opened <Clock at={value.openedAt} />
              </span>
            )}
            {value.nextProbeAt && (
              <span>
                next attempt <Clock at={value.nextProbeAt} />
              </span>
            )}
          </p>
        </>
      )}
    </section>
  );
}
