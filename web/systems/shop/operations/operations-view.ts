// How the payment provider fares, and the switch that makes it fare badly.
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Heading } from '../../../kit/heading.ts';
import { useStore } from '../../../kit/store.ts';
import { me } from '../../../shell/me.ts';
import { BreakerCard } from './breaker-card.ts';
import { FaultCard } from './fault-card.ts';
import { LedgerCard } from './ledger-card.ts';

export function OperationsView(): VNode {
  const isAdmin = useStore(me)?.roles.includes('admin') ?? false;
  return html`
    <${Heading} title="Operations">Operations</${Heading}>
    <p class="lead">The payment provider is another company, simulated: it can be made slow or fail, and the shop lives with it.</p>
    <div class="two">
      <div class="stack"><${BreakerCard} />${isAdmin && html`<${LedgerCard} />`}</div>
      ${
        isAdmin
          ? html`<${FaultCard} />`
          : html`<section class="card" aria-labelledby="for-admins"><h2 id="for-admins">For admins</h2><p>Whoever is signed in as an admin can switch faults on here and read the provider’s ledger.</p></section>`
      }
    </div>
  `;
}
