// Worker of the webhook queue: sends each entry's webhook until the client accepts it.
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { deliver } from './deliver-webhook.ts';
import { quirkOf } from './quirk.ts';
import { readEntry } from './store.ts';
import { postpone, readMessage } from './webhook-queue-store.ts';

/** An entry is written within seconds of its message, or never. */
const NEVER_BOOKED_MS = 60_000;

export const handler = async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const failed: SQSRecord[] = [];
  await Promise.all(
    Records.map((record) =>
      send(record).catch(async (error: unknown) => {
        failed.push(record);
        log('warn', 'webhook failed, will be redelivered', { messageId: record.messageId }, error);
        await postpone(record.receiptHandle, Number(record.attributes.ApproximateReceiveCount)).catch(() => {});
      }),
    ),
  );
  log('info', 'webhooks sent', { sent: Records.length - failed.length, failed: failed.length });
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};

async function send({ body, attributes }: SQSRecord): Promise<void> {
  const entry = await readEntry(readMessage(body));
  if (!entry) {
    if (systemClock.nowMs() - Number(attributes.SentTimestamp) < NEVER_BOOKED_MS) throw new Error('not booked yet');
    return;
  }
  await deliver(entry, systemClock.nowMs());
  if (quirkOf(entry.source).webhook === 'twice') await deliver(entry, systemClock.nowMs());
}
