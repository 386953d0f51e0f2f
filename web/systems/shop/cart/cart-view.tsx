// The cart's page.
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { FailureAlert, useAction } from '../../../kit/action.tsx';
import { Heading } from '../../../kit/heading.tsx';
import { Pending } from '../../../kit/pending.tsx';
import { announce } from '../../../kit/status.tsx';
import { useStore } from '../../../kit/store.ts';
import { session } from '../../../shell/account.ts';
import { price } from '../money.ts';
import { cart } from './cart.ts';
import { CartLine } from './cart-line.tsx';

export function CartView(): VNode {
  const shown = useStore(cart.shown);
  const signedIn = useStore(session) !== undefined;
  const action = useAction();
  const load = (): Promise<void> => action.run(cart.load);
  const heading = useRef<HTMLHeadingElement>(null);
  // Prices and availability may have changed since the last read.
  useEffect(() => void load(), []);
  const removed = (name: string): void => {
    announce(`Removed ${name} from your cart.`);
    // The focused button is gone with its line.
    heading.current?.focus();
  };
  const items = shown?.items ?? [];
  const count = items.reduce((sum, { available, quantity }) => sum + (available ? quantity : 0), 0);
  return (
    <>
      <Heading>Your cart</Heading>
      {shown ? <FailureAlert failure={action.failure} /> : <Pending action={action} again={load} />}
      {shown && items.length === 0 && (
        <div class="empty">
          <p>Your cart is empty.</p>
          <p>
            <a href="#/shop">Browse the shop</a>
          </p>
        </div>
      )}
      {items.length > 0 && (
        <div class="with-summary">
          <section aria-labelledby="cart-lines">
            <h2 id="cart-lines" class="visually-hidden" tabindex={-1} ref={heading}>
              Items
            </h2>
            <ul class="lines">
              {items.map((item) => (
                <CartLine key={item.productId} item={item} onRemoved={removed} />
              ))}
            </ul>
          </section>
          <section class="card summary" aria-labelledby="summary">
            <h2 id="summary">Summary</h2>
            <p class="sum" aria-live="polite">
              <span>
                {count} {count === 1 ? 'item' : 'items'}
              </span>{' '}
              <strong>{price(shown?.totalCents ?? 0)}</strong>
            </p>
            {count > 0 && (
              <a class="button primary wide" href="#/checkout">
                Check out
              </a>
            )}
            <p class="hint">
              {signedIn
                ? 'Stock is not reserved until you order.'
                : 'You sign in at the next step; your cart comes with you.'}
            </p>
          </section>
        </div>
      )}
    </>
  );
}
