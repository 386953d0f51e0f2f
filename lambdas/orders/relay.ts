// Publishes the events of orders.
import { outboxRelay } from '../shared/messaging/outbox-relay.ts';

export const handler = outboxRelay();
