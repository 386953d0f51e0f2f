// The routes of the orders service.

import { httpHandler } from '../shared/http/http.ts';
import { listPage } from '../shared/tables/list-page.ts';
import { cancelOrder, ownOrder } from './cancel-order.ts';
import { contract } from './contract.ts';
import { statusOf } from './order.ts';
import { placeOrder } from './place-order.ts';
import { listOf, summaryOf } from './views/view.ts';
import { listViews, type Search, type ViewPosition } from './views/view-store.ts';

interface ListQuery extends Search {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const list = (pk: string, { limit, cursor, status, query }: ListQuery) =>
  listPage(JSON.stringify(['orders', pk, status, query]), cursor, async (after: ViewPosition | undefined) => {
    const { views, next } = await listViews(pk, limit, { status, query }, after);
    return { items: views.map(summaryOf), next };
  });

export const handler = httpHandler(contract, {
  placeOrder: async ({ user, body, ...call }) => {
    const state = await placeOrder(user.userId, body.paymentMethod, call);
    return { orderId: state.orderId, status: statusOf(state) };
  },
  listOrders: ({ user, query }) => list(listOf.owner(user.userId), query),
  getOrder: ({ user, path }) => ownOrder(user.userId, path.orderId),
  cancelOrder: async ({ user, path, nowMs }) => {
    const state = await cancelOrder(user.userId, path.orderId, nowMs);
    return { orderId: state.orderId, status: statusOf(state) };
  },
  listMerchantOrders: ({ user, query }) => list(listOf.merchant(user.userId), query),
});
