// Publishes the events of search.
import { outboxRelay } from '../shared/outbox-relay.ts';

export const handler = outboxRelay();
