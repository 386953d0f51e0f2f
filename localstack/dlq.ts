// `npm run dlq`: what the stream consumers parked, and the way back onto the stream.
import { styleText } from 'node:util';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { DeleteMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
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
  if (service === undefined) throw new Failure('No stream consumer is deployed here', 'Run npm start first.');
  const there = [...new Set((await consumersOf(undefined)).map(({ id }) => id.split('/')[0]))];
  throw new Failure(
    `'${service}' has no stream consumer`,
    `Those with one are: ${there.join(', ') || 'none yet (npm start)'}.`,
  );
}

/** The begin of the bytes, with what is no printable character shown as a dot. */
const previewOf = (data: string): string => {
  const text = Buffer.from(data, 'base64')
    .toString()
    .replaceAll(/[^\x20-\x7e]/g, '.');
  return text.length > PREVIEW ? `${text.slice(0, PREVIEW)}… (${text.length} characters)` : text;
};

function describeParked({ record, body }: Parked): string {
  const dim = (text: string) => styleText('dim', text);
  if (!record)
    return `  ${dim('not a record: a pointer of AWS into the stream, see docs/runbook.md#records-parked')}\n    ${body}`;
  const tries = record.redrives ? `, redriven ${record.redrives} times and still bad` : '';
  const reason = record.reason.trim().replaceAll('\n', '\n    ');
  return `  ${record.parkedAt}  ${styleText('yellow', reason)}${tries}\n    ${dim(`${record.shardId} ${record.sequence}`)}\n    ${previewOf(record.data)}`;
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
 * Puts every parked record back, then deletes its message: a crash in between leaves both, and the consumer counts a
 * record once however often it comes (lambdas/shared/stream-worker.ts). A record that is still bad is parked again.
 */
export async function redrive(service: string): Promise<void> {
  const [sqs, kinesis] = [new SQSClient(), new KinesisClient()];
  for (const { id, queueUrl, streamName } of await wanted(service)) {
    const held = await hold(sqs, queueUrl);
    let left = held.filter(({ record }) => record);
    const pointers = held.filter(({ record }) => !record);
    const total = left.length;
    await guard(
      () => giveBack(sqs, queueUrl, [...left, ...pointers]),
      async () => {
        for (const parked of left) {
          await putBack(kinesis, streamName, parked);
          await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: parked.receipt }));
          left = left.filter((each) => each !== parked);
          const done = total - left.length;
          if (done % 100 === 0 && done < total) console.log(`… ${id}: ${done} of ${total}`);
        }
      },
    );
    await giveBack(sqs, queueUrl, pointers);
    console.log(total === 0 ? `${id}: no record is parked` : `✔ ${id}: ${total} put back on the stream`);
    if (pointers.length > 0)
      console.log(`! ${pointers.length} left: pointers of AWS into the stream, see docs/runbook.md#records-parked`);
    if (total > 0) console.log(`  What is still bad comes back within seconds: npm run dlq -- list ${service}`);
  }
}

async function putBack(kinesis: KinesisClient, StreamName: string, { record }: Parked): Promise<void> {
  if (!record) return;
  const { shardId, sequence, data } = record;
  const envelope: Redriven = { redriven: { shardId, sequence, redrives: (record.redrives ?? 0) + 1 }, data };
  const Data = Buffer.from(JSON.stringify(envelope));
  await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: sequence, Data })).catch((error: Error) => {
    throw new Failure(
      `The stream did not take record ${sequence}: ${error.message || error.name}`,
      'It and those after it are parked as before; try again.',
      { cause: error },
    );
  });
}
