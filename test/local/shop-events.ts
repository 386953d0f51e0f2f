// Events of the shop as their emitters would publish them, put on the bus or given to a consumer.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { expect } from '@jest/globals';
import { platformBindings } from '../../lambdas/shared/contract.ts';
import { busSource, detailType, type Envelope, type EventType } from '../../lambdas/shared/event.ts';
import { bound, invoke } from './aws.ts';
import { root, unique } from './client.ts';

const bridge = new EventBridgeClient(root);

export function eventOf<Data>(
  { source, type, version }: EventType<Data>,
  data: Data,
  change: Partial<Envelope<Data>> = {},
): Envelope<Data> {
  const time = new Date().toISOString();
  return { id: `${type}-${unique()}`, source, type, version, time, correlationId: 'test', data, ...change };
}

/** Whatever is given, well formed or not, as the bus hands it to the rules. */
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

/** Calls a consumer with these as one batch of its queue. */
export async function consume(functionId: string, ...events: readonly Envelope<unknown>[]): Promise<void> {
  const Records = events.map((detail) => ({
    messageId: unique(),
    receiptHandle: unique(),
    body: JSON.stringify({ detail }),
    attributes: { ApproximateReceiveCount: '1' },
  }));
  expect(await invoke(functionId, { Records })).toEqual({ batchItemFailures: [] });
}
