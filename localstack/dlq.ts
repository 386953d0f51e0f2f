// `npm run dlq`: what the consumers of streams and of events parked, and the way back to where it came from.
import { styleText } from 'node:util';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { DeleteMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Redriven } from '../lambdas/shared/stream-worker.ts';
import { Failure } from './failure.ts';
import { guard } from './interrupt.ts';
import { type Consumer, consumersOf, giveBack, hold, type Parked } from './parked.ts';

const PREVIEW = 100;

async function wanted(service: string | undefined): Promise<Consumer[]> {
  const consumers = await consumersOf(service).catch((error: Error) => {
    throw new Failure(`The queues cannot be read: ${error.message || error.name}`, 'Is it running? npm run status', {
      cause: error,
    });
  });
  if (consumers.length > 0) return consumers;
  if (service === undefined) throw new Failure('No consumer is deployed here', 'Run npm start first.');
  const there = [...new Set((await consumersOf(undefined)).map(({ id }) => id.split('/')[0]))];
  throw new Failure(
    `'${service}' has no consumer of a stream or of events`,
    `Those with one are: ${there.join(', ') || 'none yet (npm start)'}.`,
  );
}

/** The begin of the text, with what is no printable character shown as a dot. */
function previewOf(whole: string): string {
  const text = whole.replaceAll(/[^\x20-\x7e]/g, '.');
  return text.length > PREVIEW ? `${text.slice(0, PREVIEW)}… (${text.length} characters)` : text;
}

const dim = (text: string) => styleText('dim', text);
const indented = (reason: string) => styleText('yellow', reason.trim().replaceAll('\n', '\n    '));

/** `ProductChanged.v1 <event id>` and the begin of its data. */
function eventIn(body: string): string {
  try {
    const { detail } = JSON.parse(body) as { detail: Record<string, unknown> };
    const { type, version, id, data } = detail;
    return `${dim(previewOf(`${type}.v${version} ${id}`))}\n    ${previewOf(JSON.stringify(data) ?? '')}`;
  } catch {
    return previewOf(body);
  }
}

function describeParked({ record, event, body }: Parked): string {
  if (event) {
    const reason = event.reason ?? 'it killed its worker ten times, or never reached its queue';
    return `  ${event.parkedAt}  ${indented(reason)}\n    ${eventIn(event.body)}`;
  }
  if (!record)
    return `  ${dim('not a record: a pointer of AWS into the stream, see docs/runbook.md#records-parked')}\n    ${body}`;
  const tries = record.redrives ? `, redriven ${record.redrives} times and still bad` : '';
  const preview = previewOf(Buffer.from(record.data, 'base64').toString());
  return `  ${record.parkedAt}  ${indented(record.reason)}${tries}\n    ${dim(`${record.shardId} ${record.sequence}`)}\n    ${preview}`;
}

export async function list(service: string | undefined): Promise<void> {
  const sqs = new SQSClient();
  for (const { id, queueUrl } of await wanted(service)) {
    const parked = await hold(sqs, queueUrl);
    await giveBack(sqs, queueUrl, parked);
    console.log(`${id}: ${parked.length === 0 ? 'nothing is parked' : `${parked.length} parked`}`);
    for (const each of parked) console.log(describeParked(each));
  }
}

/**
 * Puts everything parked back, then deletes its message: a crash in between leaves both, and the consumer counts each
 * once however often it comes (lambdas/shared/stream-worker.ts, event-worker.ts). What is still bad is parked again.
 */
export async function redrive(service: string): Promise<void> {
  const clients = { sqs: new SQSClient(), kinesis: new KinesisClient() };
  const { sqs } = clients;
  for (const consumer of await wanted(service)) {
    const { id, queueUrl, from } = consumer;
    const where = 'streamName' in from ? 'the stream' : 'its queue';
    const held = await hold(sqs, queueUrl);
    let left = held.filter(({ record, event }) => record ?? event);
    const pointers = held.filter((parked) => !left.includes(parked));
    const total = left.length;
    await guard(
      () => giveBack(sqs, queueUrl, [...left, ...pointers]),
      async () => {
        for (const parked of left) {
          await putBack(clients, consumer, parked);
          await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: parked.receipt }));
          left = left.filter((each) => each !== parked);
          const done = total - left.length;
          if (done % 100 === 0 && done < total) console.log(`… ${id}: ${done} of ${total}`);
        }
      },
    );
    await giveBack(sqs, queueUrl, pointers);
    console.log(total === 0 ? `${id}: nothing is parked` : `✔ ${id}: ${total} put back on ${where}`);
    if (pointers.length > 0)
      console.log(`! ${pointers.length} left: pointers of AWS into the stream, see docs/runbook.md#records-parked`);
    if (total > 0) console.log(`  What is still bad comes back within a minute: npm run dlq -- list ${service}`);
  }
}

async function putBack(
  { sqs, kinesis }: { readonly sqs: SQSClient; readonly kinesis: KinesisClient },
  { id, from }: Consumer,
  { record, event }: Parked,
): Promise<void> {
  const refused = (error: Error) => {
    throw new Failure(
      `${id} did not get back ${record?.sequence ?? event?.messageId}: ${error.message || error.name}`,
      'It and those after it are parked as before; try again.',
      { cause: error },
    );
  };
  if ('eventQueueUrl' in from && event)
    await sqs.send(new SendMessageCommand({ QueueUrl: from.eventQueueUrl, MessageBody: event.body })).catch(refused);
  if ('streamName' in from && record) {
    const { shardId, sequence, data } = record;
    const envelope: Redriven = { redriven: { shardId, sequence, redrives: (record.redrives ?? 0) + 1 }, data };
    const Data = Buffer.from(JSON.stringify(envelope));
    await kinesis
      .send(new PutRecordCommand({ StreamName: from.streamName, PartitionKey: sequence, Data }))
      .catch(refused);
  }
}
