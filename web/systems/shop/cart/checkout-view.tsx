// The last look at the cart, and the choice of a card.
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { FailureAlert, useAction } from '../../../kit/action.tsx';
import { Heading } from '../../../kit/heading.tsx';
import { Pending } from '../../../kit/pending.tsx';
import { createAttemptKeys } from '../../../kit/requests/attempt-key.ts';
import { useStore } from '../../../kit/store.ts';
import { placeOrder } from '../api.ts';
import { stockReader } from '../goods/stock.tsx';
import { price } from '../money.ts';
import { cart } from './cart.ts';
import { type PaymentMethod, testCards } from './test-cards.ts';

const methods = Object.entries(testCards) as [PaymentMethod, (typeof testCards)[PaymentMethod]][];

export function CheckoutView(): VNode {
  const shown = useStore(cart.shown);
  const [method, setMethod] = useState<PaymentMethod>('pm_ok');
  const keys = useMemo(() => createAttemptKeys(), []);
  const reading = useAction();
  const load = (): Promise<void> => reading.run(cart.load);
  const { busy, failure, run } = useAction();
  useEffect(() => void load(), []);
  const items = (shown?.items ?? []).filter(({ available }) => available);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void run(async () => {
      // A changed cart gets a new key and is a new order; a retry of the same cart after a lost answer keeps its key.
      const wanted = { paymentMethod: method };
      const { orderId } = await placeOrder(wanted, keys.keyFor({ ...wanted, items }));
      keys.settle();
      stockReader.forget();
      location.replace(`#/orders/${orderId}`);
      cart.load().catch(() => cart.forget());
    });
  };

  return (
    <>
      <p class="back">
        <a href="#/cart">← Your cart</a>
      </p>
      <Heading>Check out</Heading>
      {!shown && <Pending action={reading} again={load} />}
      {shown && items.length === 0 && (
        <div class="empty">
          <p>Your cart is empty.</p>
          <p>
            <a href="#/shop">Browse the shop</a>
          </p>
        </div>
      )}
      {items.length > 0 && (
        <form class="with-summary" onSubmit={submit}>
          <fieldset class="cards">
            <legend>Pay with a test card</legend>
            {methods.map(([id, { name, does }]) => (
              <label class="pay-card" key={id}>
                <input type="radio" name="card" value={id} checked={id === method} onChange={() => setMethod(id)} />
                <span>
                  <strong>{name}</strong> <code>{id}</code> <span class="hint">{does}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <section class="card summary" aria-labelledby="summary">
            <h2 id="summary">Your order</h2>
            <ul class="short-lines">
              {items.map((item) => (
                <li key={item.productId}>
                  <span>
                    {item.quantity} × {item.name}
                  </span>{' '}
                  <span>{price(item.quantity * item.priceCents)}</span>
                </li>
              ))}
            </ul>
            <p class="sum">
              <span>Total</span> <strong>{price(shown?.totalCents ?? 0)}</strong>
            </p>
            <FailureAlert failure={failure} />
            <button type="submit" class="primary wide" aria-disabled={busy}>
              {busy ? 'Placing the order…' : 'Place order'}
            </button>
            <p class="hint">No real money moves: the provider is simulated and keeps its own ledger.</p>
          </section>
        </form>
      )}
    </>
  );
}
