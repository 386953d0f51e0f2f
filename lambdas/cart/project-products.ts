// Keeps the cart's copy of products in step with the catalog.
import { events } from '../catalog/contract.ts';
import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { keepProduct } from './product-store.ts';

export const handler = eventWorker([
  on(events.productChanged, ({ data: { productId, version, merchantId, name, priceCents, imageUrl, deleted } }) =>
    keepProduct({ productId, version, merchantId, name, priceCents, imageUrl, deleted }),
  ),
]);
