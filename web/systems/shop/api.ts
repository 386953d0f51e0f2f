// The customer's requests to the shop's services. Imports only the contracts' types, so no schema is bundled.
import type * as z from 'zod/mini';
import type { Cart, GuestCart, MergedCart } from '../../../lambdas/cart/contract.ts';
import type { Product, ProductPage } from '../../../lambdas/catalog/contract.ts';
import type { Stock } from '../../../lambdas/inventory/contract.ts';
import type { NotificationPage, Preferences, ReadAll } from '../../../lambdas/notifications/contract.ts';
import type { Accepted, Order, OrderPage, PlaceOrder } from '../../../lambdas/orders/contract.ts';
import { queryOf } from '../../kit/requests/query.ts';
import type { Seen } from '../../kit/requests/request.ts';
import { send } from '../../shell/account.ts';

export type Products = z.infer<typeof ProductPage>;
export type Orders = z.infer<typeof OrderPage>;

export interface ProductFilter {
  readonly merchantId?: string | undefined;
  readonly category?: string | undefined;
  readonly query?: string | undefined;
}

const open = { auth: 'none' } as const;

export const listProducts = (filter: ProductFilter, cursor?: string): Promise<Products> =>
  send('GET', `/api/products${queryOf({ ...filter, limit: 24, cursor })}`, open);

export const getProduct = (productId: string): Promise<Product> => send('GET', `/api/products/${productId}`, open);

export const getStock = (productId: string): Promise<Stock> => send('GET', `/api/products/${productId}/stock`, open);

export const getCart = (): Promise<Cart> => send('GET', '/api/cart');

export const setItem = (productId: string, quantity: number): Promise<Cart> =>
  send('PUT', `/api/cart/items/${productId}`, { body: { quantity } });

export const removeItem = (productId: string): Promise<void> => send('DELETE', `/api/cart/items/${productId}`);

export const mergeCart = (guestCartId: string): Promise<MergedCart> =>
  send('POST', '/api/cart/merge', { body: { guestCartId } });

export const openGuestCart = (): Promise<z.infer<typeof GuestCart>> => send('POST', '/api/cart/guest', open);

export const getGuestCart = (id: string): Promise<Cart> => send('GET', `/api/guest-carts/${id}`, open);

export const setGuestItem = (id: string, productId: string, quantity: number): Promise<Cart> =>
  send('PUT', `/api/guest-carts/${id}/items/${productId}`, { body: { quantity }, ...open });

export const removeGuestItem = (id: string, productId: string): Promise<void> =>
  send('DELETE', `/api/guest-carts/${id}/items/${productId}`, open);

export const placeOrder = (
  wish: z.infer<typeof PlaceOrder>,
  idempotencyKey: string,
): Promise<z.infer<typeof Accepted>> => send('POST', '/api/orders', { body: wish, idempotencyKey });

export interface OrderFilter {
  readonly status?: string | undefined;
  readonly query?: string | undefined;
}

export const listOrders = (filter: OrderFilter, cursor?: string): Promise<Orders> =>
  send('GET', `/api/orders${queryOf({ ...filter, cursor })}`);

/** Resolves to `undefined` when nothing has changed since `seen`. */
export const getOrder = (orderId: string, seen: Seen): Promise<Order | undefined> =>
  send('GET', `/api/orders/${orderId}`, { seen });

export const cancelOrder = (orderId: string): Promise<z.infer<typeof Accepted>> =>
  send('POST', `/api/orders/${orderId}/cancel`);

type Notifications = z.infer<typeof NotificationPage>;

export const listNotifications = (cursor?: string): Promise<Notifications> =>
  send('GET', `/api/notifications${queryOf({ cursor })}`);

export const unreadNotifications = (seen: Seen): Promise<Notifications | undefined> =>
  send('GET', `/api/notifications${queryOf({ unread: 'true', limit: 100 })}`, { seen });

export const readNotification = (id: string): Promise<void> => send('POST', `/api/notifications/${id}/read`);

export const readAllNotifications = (): Promise<z.infer<typeof ReadAll>> => send('POST', '/api/notifications/read-all');

export const getPreferences = (): Promise<Preferences> => send('GET', '/api/notifications/preferences');

export const putPreferences = (wish: Preferences): Promise<Preferences> =>
  send('PUT', '/api/notifications/preferences', { body: wish });
