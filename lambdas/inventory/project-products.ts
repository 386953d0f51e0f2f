// Stores the owner of each product, so that a restock calls no other service.
import { events } from '../catalog/contract.ts';
import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { keepProduct } from './product-store.ts';

export const handler = eventWorker([
  on(events.productChanged, ({ data: { productId, version, merchantId, deleted } }) =>
    keepProduct({ productId, version, merchantId, deleted }),
  ),
]);
