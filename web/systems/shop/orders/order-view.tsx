// One order, updated live until it ends.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Order } from '../../../../lambdas/orders/contract.ts';
import { FailureAlert, useAction } from '../../../kit/action.tsx';
import { Heading } from '../../../kit/heading.tsx';
import { Moment } from '../../../kit/moment.tsx';
import { PolledState } from '../../../kit/pending.tsx';
import { usePolled } from '../../../kit/polled.ts';
import { announce } from '../../../kit/status.tsx';
import { cancelOrder, getOrder } from '../api.ts';
import { cart } from '../cart/cart.ts';
import { price } from '../money.ts';
import { unread } from '../notices/notices.ts';
import { sagaOf } from './saga.ts';
import { SagaLine } from './saga-line.tsx';
import { headline, statuses } from './saga-words.ts';
import { Timeline } from './timeline.tsx';

/** Polls often at first, while steps complete every second, and less often later. */
const waitMs = ({ status }: Order, sinceMs: number): number | undefined =>
  status === 'PENDING' ? (sinceMs < 20_000 ? 400 : 2_000) : undefined;

function Lines({ order }: { order: Order }): VNode {
  return (
    <section class="card" aria-labelledby="lines">
      <h2 id="lines">Items</h2>
      <ul class="short-lines">
        {order.lines.map((line) => (
          <li key={line.productId}>
            <span>
              {line.quantity} × <a href={`#/shop/${line.productId}`}>{line.name}</a>
            </span>{' '}
            <span>{price(line.quantity * line.priceCents)}</span>
          </li>
        ))}
      </ul>
      <p class="sum">
        <span>Total</span> <strong>{price(order.totalCents)}</strong>
      </p>
    </section>
  );
}

/** A cancelled order keeps its lines, which can go into the cart again. */
function AgainButton({ order }: { order: Order }): VNode {
  const { busy, failure, run } = useAction();
  const again = (): Promise<void> =>
    run(async () => {
      for (const { productId, quantity } of order.lines) await cart.put(productId, quantity);
      announce('All items are back in your cart.');
      location.assign('#/cart');
    });
  return (
    <>
      <button type="button" class="primary" aria-disabled={busy} onClick={again}>
        Put everything back into the cart
      </button>
      <FailureAlert failure={failure} />
    </>
  );
}

export function OrderView({ orderId }: { orderId: string }): VNode {
  const polled = usePolled<Order>({ key: orderId, read: (seen) => getOrder(orderId, seen), waitMs });
  const { value: order, again } = polled;
  const cancelling = useAction();
  const ended = order !== undefined && order.status !== 'PENDING';
  // The notification arrives soon after.
  useEffect(() => void (ended && unread.expect()), [ended]);
  const saga = order && sagaOf(order);
  const cancel = (): Promise<void> =>
    cancelling.run(async () => {
      await cancelOrder(orderId);
      announce('Your cancellation is recorded.');
      again();
    });
  return (
    <>
      <p class="back">
        <a href="#/orders">← Your orders</a>
      </p>
      <Heading>
        Order <span class="code">{orderId}</span>
      </Heading>
      {order && saga && (
        <>
          <p class="facts">
            <span class={`badge ${order.status.toLowerCase()}`}>{statuses[order.status]}</span>{' '}
            <span>
              Placed <Moment at={order.placedAt} />
            </span>
          </p>
          <p class="headline" role="status">
            {headline(order, saga)}
          </p>
          <SagaLine saga={saga} />
          <div class="actions">
            {order.cancellable && (
              <button type="button" class="danger" aria-disabled={cancelling.busy} onClick={cancel}>
                {cancelling.busy ? 'Cancelling…' : 'Cancel the order'}
              </button>
            )}
            {order.status === 'CANCELLED' && <AgainButton order={order} />}
            {order.status === 'CONFIRMED' && (
              <a class="button" href="#/shop">
                Back to the shop
              </a>
            )}
          </div>
          <FailureAlert failure={cancelling.failure} />
        </>
      )}
      <PolledState of={polled} />
      {order && (
        <div class="two">
          <Timeline order={order} />
          <Lines order={order} />
        </div>
      )}
    </>
  );
}
