// The payment provider's health, and the switch that breaks it.
import type { VNode } from 'preact';
import { Heading } from '../../../kit/heading.tsx';
import { useStore } from '../../../kit/store.ts';
import { me } from '../../../shell/me.ts';
import { BreakerCard } from './breaker-card.tsx';
import { FaultCard } from './fault-card.tsx';
import { LedgerCard } from './ledger-card.tsx';

export function OperationsView(): VNode {
  const isAdmin = useStore(me)?.roles.includes('admin') ?? false;
  return (
    <>
      <Heading>Operations</Heading>
      <p class="lead">
        The payment provider is another company, simulated: it can be made slow or fail, and the shop lives with it.
      </p>
      <div class="two">
        <div class="stack">
          <BreakerCard />
          {isAdmin && <LedgerCard />}
        </div>
        {isAdmin ? (
          <FaultCard />
        ) : (
          <section class="card" aria-labelledby="for-admins">
            <h2 id="for-admins">For admins</h2>
            <p>Whoever is signed in as an admin can switch faults on here and read the provider’s ledger.</p>
          </section>
        )}
      </div>
    </>
  );
}
