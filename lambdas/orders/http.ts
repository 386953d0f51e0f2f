// The routes of the orders service.

import { httpHandler } from '../shared/http/http.ts';
import { listPage } from '../shared/tables/list-page.ts';
import { cancelOrder, ownOrder } from './cancel-order.ts';
import { contract } from './contract.ts';
import { statusOf } from './order.ts';
import { placeOrder } from './place-order.ts';
import { type Search, searchViews } from './views/search-views.ts';
import { listOf, summaryOf } from './views/view.ts';
import { listViews, type ViewPosition } from './views/view-store.ts';

interface ListQuery extends Search {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const list = (pk: string, { limit, cursor, status, query }: ListQuery, correlationId: string) =>
  listPage(JSON.stringify(['orders', pk, status, query]), cursor, async (after: ViewPosition | undefined) => {
    const isSearch = status !== undefined || query !== undefined;
    const { views, next } = isSearch
      ? await searchViews(pk, limit, { status, query }, after, correlationId)
      : await listViews(pk, limit, after);
    return { items: views.map(summaryOf), next };
  });

export const handler = httpHandler(contract, {
  placeOrder: async ({ user, body, ...call }) => {
    const state = await placeOrder(user.userId, body.paymentMethod, call);
    return { orderId: state.orderId, status: statusOf(state) };
  },
  listOrders: ({ user, query, correlationId }) => list(listOf.owner(user.userId), query, correlationId),
  getOrder: ({ user, path }) => ownOrder(user.userId, path.orderId),
  cancelOrder: async ({ user, path, nowMs }) => {
    const state = await cancelOrder(user.userId, path.orderId, nowMs);
    return { orderId: state.orderId, status: statusOf(state) };
  },
  listMerchantOrders: ({ user, query, correlationId }) => list(listOf.merchant(user.userId), query, correlationId),
});
