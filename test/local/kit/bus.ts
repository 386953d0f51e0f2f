// Puts events on the bus as their emitters' relays do.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { expect } from '@jest/globals';
import { platformBindings } from '../../../lambdas/shared/base/contract.ts';
import { busSource, detailType, type Envelope } from '../../../lambdas/shared/base/event.ts';
import { bound } from './aws.ts';
import { root } from './client.ts';

const bridge = new EventBridgeClient(root);

/** Publishes the events, well formed or not, as the bus delivers them to rules. */
export async function publish(...events: readonly Envelope<unknown>[]): Promise<void> {
  const EventBusName = await bound('webhooks/relay', platformBindings.eventBus);
  const Entries = events.map((event) => ({
    EventBusName,
    Source: busSource(event.source),
    DetailType: detailType(event),
    Detail: JSON.stringify(event),
  }));
  const { FailedEntryCount } = await bridge.send(new PutEventsCommand({ Entries }));
  expect(FailedEntryCount ?? 0).toBe(0);
}
