// Names of the events that webhooks receive, and of their deliveries' states.
import type { DeliveryStatus, Subscribable } from '../../../../lambdas/webhooks/contract.ts';

export const eventNames: Readonly<Record<Subscribable, string>> = {
  OrderConfirmed: 'Order confirmed',
  OrderCancelled: 'Order cancelled',
};

export const deliveryNames: Readonly<Record<DeliveryStatus, string>> = {
  PENDING: 'In progress',
  DELIVERED: 'Delivered',
  FAILED: 'Failed',
};
