// Keeps whose each product is: inventory asks nobody when a merchant restocks.
import { events } from '../catalog/contract.ts';
import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { keepProduct } from './product-store.ts';

export const handler = eventWorker([
  on(events.productChanged, ({ data: { productId, version, merchantId, deleted } }) =>
    keepProduct({ productId, version, merchantId, deleted }),
  ),
]);
