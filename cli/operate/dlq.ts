// `npm run dlq`: lists what the consumers of streams and events parked, and redrives it.
import { styleText } from 'node:util';
import { DeleteMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Failure, unreadable } from '../../localstack/failure.ts';
import { guard } from '../../localstack/interrupt.ts';
import { type Consumer, consumersOf, giveBack, hold, type Parked } from './parked.ts';

const PREVIEW = 160;

async function wanted(service: string | undefined, sqs: SQSClient): Promise<Consumer[]> {
  const consumers = await consumersOf(service, sqs).catch(unreadable('The queues'));
  if (consumers.length > 0) return consumers;
  if (service === undefined) throw new Failure('No consumer is deployed here', 'Run npm start first.');
  const there = [...new Set((await consumersOf(undefined, sqs)).map(({ id }) => id.split('/')[0]))];
  throw new Failure(
    `'${service}' has no consumer`,
    `Services with a consumer: ${there.join(', ') || 'none yet (npm start)'}.`,
  );
}

/** The start of the text, with non-printable characters shown as dots. */
const previewOf = (data: string): string => {
  const text = data.replaceAll(/[^\x20-\x7e]/g, '.');
  return text.length > PREVIEW ? `${text.slice(0, PREVIEW)}… (${text.length} characters)` : text;
};

function describeParked({ entry, body }: Parked): string {
  const dim = (text: string) => styleText('dim', text);
  if (!entry)
    return `  ${dim('not a record but a pointer from AWS into the stream, see docs/runbook.md#records-parked')}\n    ${body}`;
  const tries = entry.redrives
    ? `, redriven ${entry.redrives === 1 ? 'once' : `${entry.redrives} times`} and still failing`
    : '';
  const reason = entry.reason.trim().replaceAll('\n', '\n    ');
  return `  ${entry.parkedAt}  ${styleText('yellow', reason)}${tries}\n    ${dim(entry.place)}\n    ${previewOf(entry.text)}`;
}

export async function list(service: string | undefined): Promise<void> {
  const sqs = new SQSClient();
  for (const consumer of await wanted(service, sqs)) {
    const parked = await hold(sqs, consumer);
    await giveBack(sqs, consumer.queueUrl, parked);
    console.log(`${consumer.id}: ${parked.length === 0 ? 'nothing is parked' : `${parked.length} parked`}`);
    for (const each of parked) console.log(describeParked(each));
  }
}

/**
 * Redrives every parked message, then deletes it. A crash in between leaves both copies; consumers process a record or
 * event once however often it is delivered. What still fails is parked again.
 */
export async function redrive(service: string): Promise<void> {
  const sqs = new SQSClient();
  for (const consumer of await wanted(service, sqs)) await redriveOne(sqs, consumer, service);
}

async function redriveOne(sqs: SQSClient, consumer: Consumer, service: string): Promise<void> {
  const { id, queueUrl, source } = consumer;
  const held = await hold(sqs, consumer);
  let left = held.filter(({ entry }) => entry);
  const pointers = held.filter(({ entry }) => !entry);
  const total = left.length;
  await guard(
    () => giveBack(sqs, queueUrl, [...left, ...pointers]),
    async () => {
      for (const parked of left) {
        await putBack(parked, source);
        await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: parked.receipt }));
        left = left.filter((each) => each !== parked);
        const done = total - left.length;
        if (done % 100 === 0 && done < total) console.log(`… ${id}: ${done} of ${total}`);
      }
    },
  );
  await giveBack(sqs, queueUrl, pointers);
  console.log(total === 0 ? `${id}: nothing is parked` : `✔ ${id}: ${total} put back on the ${source}`);
  if (pointers.length > 0)
    console.log(`! ${pointers.length} left: pointers from AWS into the stream, see docs/runbook.md#records-parked`);
  if (total > 0)
    console.log(`  Records that still fail are parked again within half a minute: npm run dlq -- list ${service}`);
}

const putBack = ({ entry }: Parked, source: Consumer['source']) =>
  entry?.putBack().catch((error: Error) => {
    throw new Failure(
      `The ${source} did not take ${entry.place}: ${error.message || error.name}`,
      'It and the records after it stay parked. Try again.',
      { cause: error },
    );
  });
