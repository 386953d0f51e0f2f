// Publishes the events of the webhooks service.
import { outboxRelay } from '../shared/outbox-relay.ts';

export const handler = outboxRelay();
