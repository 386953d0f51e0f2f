// The merchant's requests to the shop's services. Imports only the contracts' types, so no schema is bundled.
import type * as z from 'zod/mini';
import type { ChangeProduct, CreateProduct, Product } from '../../../../lambdas/catalog/contract.ts';
import type { Stock } from '../../../../lambdas/inventory/contract.ts';
import type {
  CreateWebhook,
  Delivery,
  DeliveryPage,
  NewWebhook,
  Webhook,
  WebhookList,
} from '../../../../lambdas/webhooks/contract.ts';
import { queryOf } from '../../../kit/requests/query.ts';
import type { Seen } from '../../../kit/requests/request.ts';
import { send } from '../../../shell/account.ts';
import type { OrderFilter, Orders } from '../api.ts';

export const createProduct = (wish: CreateProduct, idempotencyKey: string): Promise<Product> =>
  send('POST', '/api/products', { body: wish, idempotencyKey });

export const changeProduct = (productId: string, wish: ChangeProduct): Promise<Product> =>
  send('PUT', `/api/products/${productId}`, { body: wish });

export const deleteProduct = (productId: string): Promise<void> => send('DELETE', `/api/products/${productId}`);

export const restock = (productId: string, quantity: number, idempotencyKey: string): Promise<Stock> =>
  send('POST', `/api/products/${productId}/stock`, { body: { quantity }, idempotencyKey });

export const listMerchantOrders = (filter: OrderFilter, cursor?: string): Promise<Orders> =>
  send('GET', `/api/merchant/orders${queryOf({ ...filter, cursor })}`);

export const listWebhooks = (): Promise<z.infer<typeof WebhookList>> => send('GET', '/api/webhooks');

export const createWebhook = (wish: CreateWebhook, idempotencyKey: string): Promise<NewWebhook> =>
  send('POST', '/api/webhooks', { body: wish, idempotencyKey });

export const deleteWebhook = (webhookId: string): Promise<void> => send('DELETE', `/api/webhooks/${webhookId}`);

export const enableWebhook = (webhookId: string): Promise<Webhook> => send('POST', `/api/webhooks/${webhookId}/enable`);

export const rotateSecret = (webhookId: string): Promise<NewWebhook> =>
  send('POST', `/api/webhooks/${webhookId}/secret`);

type Deliveries = z.infer<typeof DeliveryPage>;

export const firstDeliveries = (webhookId: string, seen: Seen): Promise<Deliveries | undefined> =>
  send('GET', `/api/webhooks/${webhookId}/deliveries`, { seen });

export const listDeliveries = (webhookId: string, cursor: string): Promise<Deliveries> =>
  send('GET', `/api/webhooks/${webhookId}/deliveries${queryOf({ cursor })}`);

export const replayDelivery = (webhookId: string, deliveryId: string): Promise<Delivery> =>
  send('POST', `/api/webhooks/${webhookId}/deliveries/${deliveryId}/replay`);
