// Publishes the catalog's events.
import { outboxRelay } from '../shared/messaging/outbox-relay.ts';

export const handler = outboxRelay();
