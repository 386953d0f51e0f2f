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
        The payment provider is a simulated company. You can make it slow or failing, and the shop keeps working.
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
            <p>Sign in as an admin to switch faults on and read the provider’s ledger.</p>
          </section>
        )}
      </div>
    </>
  );
}
