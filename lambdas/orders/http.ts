// The routes of the orders service.

import { appKey } from '../shared/aws/secret.ts';
import { httpHandler } from '../shared/http/http.ts';
import { openCursor, sealCursor } from '../shared/tables/cursor.ts';
import { cancelOrder, ownOrder } from './cancel-order.ts';
import { contract } from './contract.ts';
import { statusOf } from './order.ts';
import { placeOrder } from './place-order.ts';
import { listOf, summaryOf } from './view.ts';
import { listViews, type Search, type ViewPosition } from './view-store.ts';

interface ListQuery extends Search {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

async function list(pk: string, { limit, cursor, status, query }: ListQuery) {
  const key = await appKey('cursor');
  const scope = JSON.stringify(['orders', pk, status, query]);
  const after = cursor ? openCursor<ViewPosition>(key, scope, cursor) : undefined;
  const { views, next } = await listViews(pk, limit, { status, query }, after);
  return { items: views.map(summaryOf), ...(next && { cursor: sealCursor(key, scope, next) }) };
}

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
