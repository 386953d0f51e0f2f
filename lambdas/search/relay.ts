// Publishes the events of search.
import { outboxRelay } from '../shared/messaging/outbox-relay.ts';

export const handler = outboxRelay();
