// The deliveries of one webhook, refreshed while the user looks.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Delivery } from '../../../../lambdas/webhooks/contract.ts';
import { FailureAlert, useAction } from '../../../kit/action.tsx';
import { Heading } from '../../../kit/heading.tsx';
import { Moment } from '../../../kit/moment.tsx';
import type { Page } from '../../../kit/pages.tsx';
import { usePolled } from '../../../kit/polled.ts';
import { announce } from '../../../kit/status.tsx';
import { firstDeliveries, listDeliveries, replayDelivery } from './merchant-api.ts';
import { deliveryNames, eventNames } from './webhook-words.ts';

const REFRESH_MS = 3_000;

function Item({
  webhookId,
  delivery,
  onReplay,
}: {
  webhookId: string;
  delivery: Delivery;
  onReplay: () => void;
}): VNode {
  const { deliveryId, event, orderId, status, attempts, createdAt, responseStatus, error, nextAttemptAt } = delivery;
  const { busy, failure, run } = useAction();
  const replay = (): Promise<void> =>
    run(async () => {
      await replayDelivery(webhookId, deliveryId);
      announce('The delivery is sent again under the same id.');
      onReplay();
    });
  const answer = error ?? (responseStatus === null ? undefined : `answered ${responseStatus}`);
  return (
    <li class="card delivery">
      <h2>{eventNames[event]}</h2>
      <p class="facts">
        <span class={`badge ${status === 'FAILED' ? 'ended' : status.toLowerCase()}`}>{deliveryNames[status]}</span>
        <span>
          {attempts} {attempts === 1 ? 'attempt' : 'attempts'}
        </span>
        {answer && <span>{answer}</span>}
        <span>
          <Moment at={createdAt} />
        </span>
        {nextAttemptAt && (
          <span>
            next attempt <Moment at={nextAttemptAt} />
          </span>
        )}
        <code>{orderId}</code>
      </p>
      <button type="button" aria-disabled={busy} onClick={replay}>
        Send again<span class="visually-hidden"> delivery {deliveryId}</span>
      </button>
      <FailureAlert failure={failure} />
    </li>
  );
}

export function DeliveriesView({ webhookId }: { webhookId: string }): VNode {
  const first = usePolled<Page<Delivery>>({
    key: webhookId,
    read: (seen) => firstDeliveries(webhookId, seen),
    waitMs: () => REFRESH_MS,
  });
  const [older, setOlder] = useState<Page<Delivery>>();
  const action = useAction();
  // Once older deliveries are loaded, the cursor of their last page says whether there are more.
  const cursor = older ? older.cursor : first.value?.cursor;
  const more = (): Promise<void> =>
    action.run(async () => {
      const page = await listDeliveries(webhookId, cursor ?? '');
      setOlder({ items: [...(older?.items ?? []), ...page.items], cursor: page.cursor });
    });
  const newest = first.value?.items ?? [];
  const ids = new Set(newest.map(({ deliveryId }) => deliveryId));
  const items = [...newest, ...(older?.items ?? []).filter(({ deliveryId }) => !ids.has(deliveryId))];
  return (
    <>
      <p class="back">
        <a href="#/merchant/webhooks">← Your webhooks</a>
      </p>
      <Heading>Deliveries</Heading>
      <p class="lead">Deliveries of the last 30 days, newest first.</p>
      {!first.value && !first.failure && <p class="empty pending">Loading…</p>}
      <FailureAlert failure={first.failure ?? action.failure} />
      {first.failure && (
        <button type="button" aria-disabled={first.busy} onClick={first.again}>
          Try again
        </button>
      )}
      {first.value && items.length === 0 && (
        <p class="empty">No deliveries yet. The next order with your products triggers one.</p>
      )}
      {items.length > 0 && (
        <ul class="links" aria-label="Deliveries">
          {items.map((delivery) => (
            <Item key={delivery.deliveryId} webhookId={webhookId} delivery={delivery} onReplay={first.again} />
          ))}
        </ul>
      )}
      {cursor !== undefined && (
        <p class="more">
          <button type="button" aria-disabled={action.busy} onClick={more}>
            {action.busy ? 'Loading…' : 'Load more'}
          </button>
        </p>
      )}
    </>
  );
}
