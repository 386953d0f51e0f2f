// What webhooks are told of, and how their deliveries stand.
import type { DeliveryStatus, Subscribable } from '../../../../lambdas/webhooks/contract.ts';

export const eventNames: Readonly<Record<Subscribable, string>> = {
  OrderConfirmed: 'Order confirmed',
  OrderCancelled: 'Order cancelled',
};

export const deliveryNames: Readonly<Record<DeliveryStatus, string>> = {
  PENDING: 'On its way',
  DELIVERED: 'Delivered',
  FAILED: 'Given up',
};
