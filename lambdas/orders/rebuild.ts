// `npm run rebuild -- orders`: replays every order from its first event and compares the live state and the rows with
// it; with `write` it rewrites the rows. One page per call, so it handles any number of orders.
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { readHistory, readOrder, scanOrders } from './event-store.ts';
import { fold } from './order.ts';
import { type View, viewsOf } from './views/view.ts';
import { readView, removeView, scanViews, show, type ViewPosition } from './views/view-store.ts';

type Position = { readonly of: 'orders' | 'views'; readonly after?: Record<string, unknown> };
interface Call {
  readonly position?: Position;
  readonly write?: boolean;
}
interface Page {
  readonly orders: number;
  readonly views: number;
  /** Deviations from the events, one line each. */
  readonly differences: readonly string[];
  readonly position?: Position;
}

const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

export const handler = async ({ position = { of: 'orders' }, write = false }: Call): Promise<Page> => {
  const startedMs = systemClock.nowMs();
  const page = await (position.of === 'orders' ? replayOrders(position, write) : checkViews(position, write));
  log('info', 'replayed', {
    orders: page.orders,
    views: page.views,
    differences: page.differences.length,
    durationMs: systemClock.nowMs() - startedMs,
  });
  return page;
};

/** First the orders: each state, and each row that should exist. */
async function replayOrders({ after }: Position, write: boolean): Promise<Page> {
  const { orderIds, next } = await scanOrders(after);
  const differences: string[] = [];
  let views = 0;
  for (const orderId of orderIds) {
    const replayed = fold(await readHistory(orderId));
    const live = await readOrder(orderId);
    // An order that changes during its replay is not a difference.
    if (!replayed || (live && live.seq > replayed.seq)) continue;
    if (!same(replayed, live)) differences.push(`${orderId}: the live state is not what its events make`);
    for (const view of viewsOf(replayed)) {
      views += 1;
      const shown = await readView(view);
      if (shown && isAsGood(shown, view)) continue;
      differences.push(
        `${orderId}: ${view.pk} ${shown ? `shows seq ${shown.seq}, not ${view.seq}` : 'does not show it'}`,
      );
      if (!write) continue;
      if (shown) await removeView(shown);
      await show(view);
    }
  }
  return {
    orders: orderIds.length,
    views,
    differences,
    position: next ? { of: 'orders', after: next } : { of: 'views' },
  };
}

/** Then the rows: each must belong to an existing order. */
async function checkViews({ after }: Position, write: boolean): Promise<Page> {
  const { items: views, next } = await scanViews(after as ViewPosition | undefined);
  const differences: string[] = [];
  for (const view of views) {
    const state = await readOrder(view.orderId);
    if (state && viewsOf(state).some(({ pk, sk }) => pk === view.pk && sk === view.sk)) continue;
    differences.push(`${view.orderId}: ${view.pk} shows it and should not`);
    if (write) await removeView(view);
  }
  return {
    orders: 0,
    views: views.length,
    differences,
    ...(next && { position: { of: 'views', after: { ...next } } }),
  };
}

/**
 * Rows do not show intermediate steps, so a row's seq may be lower; nothing else may differ. Rows of an earlier version
 * have `words`, which nothing reads.
 */
function isAsGood({ seq, ...shown }: View, { seq: newest, ...expected }: View): boolean {
  return seq <= newest && same({ ...shown, words: undefined }, expected);
}

/** JSON with sorted keys, because DynamoDB does not keep their order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
