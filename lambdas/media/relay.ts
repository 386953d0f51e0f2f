// Publishes the catalog's events.
import { outboxRelay } from '../shared/outbox-relay.ts';

export const handler = outboxRelay();
