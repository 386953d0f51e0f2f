// The provider's own ledger of an order: it decides whether the customer was charged.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ProviderLedger } from '../../../../lambdas/payments/contract.ts';
import { FailureAlert, useAction } from '../../../kit/action.tsx';
import { Field, textOf } from '../../../kit/form.tsx';
import { Clock } from '../../../kit/moment.tsx';
import { price } from '../money.ts';
import { getLedger } from './operations-api.ts';

const kinds = [
  ['authorisations', 'Authorised'],
  ['captures', 'Captured'],
  ['voids', 'Voided'],
  ['refunds', 'Refunded'],
] as const;

export function LedgerCard(): VNode {
  const [ledger, setLedger] = useState<ProviderLedger>();
  const { busy, failure, run } = useAction();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const orderId = textOf(new FormData(event.currentTarget as HTMLFormElement), 'orderId').trim();
    void run(async () => setLedger(await getLedger(orderId)));
  };
  const rows = kinds
    .flatMap(([kind, name]) => (ledger?.[kind] ?? []).map((entry) => ({ ...entry, name })))
    .sort((a, b) => a.at.localeCompare(b.at));
  return (
    <section class="card" aria-labelledby="ledger">
      <h2 id="ledger">The provider’s ledger</h2>
      <form class="ledger-form" onSubmit={submit}>
        <Field
          label="Order"
          name="orderId"
          pattern="[\w\-]{1,64}"
          title="An order id"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          required
        />
        <button type="submit" aria-disabled={busy}>
          {busy ? 'Looking up…' : 'Look up'}
        </button>
      </form>
      <FailureAlert failure={failure} />
      <div aria-live="polite">
        {ledger && rows.length === 0 && <p class="note">The provider has no entries for this order.</p>}
        {rows.length > 0 && (
          <table>
            <caption>
              Order <code>{ledger?.orderId}</code>
            </caption>
            <thead>
              <tr>
                <th scope="col">Entry</th>
                <th scope="col">At</th>
                <th scope="col" class="number">
                  Amount
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, at, amountCents, reference }) => (
                <tr key={`${name}-${reference}-${at}`}>
                  <th scope="row">{name}</th>
                  <td>
                    <Clock at={at} />
                  </td>
                  <td class="number">{price(amountCents)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}
