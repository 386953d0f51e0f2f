// Delivers events as a consumer's queue does, for tests of repeated, late and reordered events.
import { busSource, detailType, type EventType } from '../../../lambdas/shared/base/contract.ts';
import type { Envelope } from '../../../lambdas/shared/base/event.ts';
import { invoke } from './aws.ts';
import { unique } from './client.ts';

export const envelopeOf = <Data>({ source, type, version }: EventType<Data>, data: Data): Envelope<Data> => ({
  id: `${type}-${unique()}`,
  source,
  type,
  version,
  time: new Date().toISOString(),
  correlationId: `test-${unique()}`,
  data,
});

/** A batch of a queue; `tries` is SQS's receive count. */
export const messages = (bodies: readonly object[], tries = 1) => ({
  Records: bodies.map((body) => ({
    messageId: unique(),
    receiptHandle: unique(),
    body: JSON.stringify(body),
    attributes: { ApproximateReceiveCount: String(tries) },
    eventSource: 'aws:sqs',
  })),
});

/** Delivers one batch in this order; throws when the consumer reports a failure. */
export async function deliver(functionId: string, events: readonly Envelope<unknown>[]): Promise<void> {
  const batch = messages(
    events.map((detail) => ({ source: busSource(detail.source), 'detail-type': detailType(detail), detail })),
  );
  const { batchItemFailures } = (await invoke(functionId, batch)) as { batchItemFailures: unknown[] };
  if (batchItemFailures.length > 0) throw new Error(`${functionId} reports ${batchItemFailures.length} failed events`);
}
