// Publishes the events of the media service.
import { outboxRelay } from '../shared/messaging/outbox-relay.ts';

export const handler = outboxRelay();
