// Publishes the events of orders.
import { outboxRelay } from '../shared/outbox-relay.ts';

export const handler = outboxRelay();
