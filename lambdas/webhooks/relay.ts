// Publishes the events of the webhooks service.
import { outboxRelay } from '../shared/messaging/outbox-relay.ts';

export const handler = outboxRelay();
