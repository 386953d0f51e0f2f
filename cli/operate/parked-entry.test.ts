// Parked messages of a queue, and how they are put back.

import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { eventsOf } from './parked-entry.ts';

/** Notes what is sent instead of sending it. */
function queue() {
  const sent: unknown[] = [];
  const sqs = new SQSClient({});
  sqs.middlewareStack.add(
    () => async (given) => {
      sent.push(given.input);
      return { output: { $metadata: {} }, response: {} };
    },
    { step: 'initialize' },
  );
  return { sent, read: eventsOf(sqs, 'https://sqs/queue') };
}

test('a message that SQS itself parked, such as a webhook of the bank, goes back as it was', async () => {
  const { sent, read } = queue();
  const body = JSON.stringify({ pk: 'order-1', sk: 'entry#capture#order-1-c' });
  const entry = read(body, 'm-1');
  expect(entry).toMatchObject({ place: 'message m-1', redrives: 0, text: body });
  expect(entry?.reason).toContain('SQS or the bus could not deliver it');
  await entry?.putBack();
  expect(sent).toEqual([{ QueueUrl: 'https://sqs/queue', MessageBody: body }]);
});

test('a message that its worker parked shows the reason, and goes back without it', async () => {
  const { sent, read } = queue();
  const event = JSON.stringify({ detail: { type: 'ProductChanged', id: 'e-1', data: { productId: 'p' } } });
  const entry = read(JSON.stringify({ reason: 'no', body: event, messageId: 'm-0', parkedAt: 'then' }), 'm-1');
  expect(entry).toMatchObject({
    reason: 'no',
    parkedAt: 'then',
    place: 'message m-0',
    text: 'ProductChanged e-1 {"productId":"p"}',
  });
  await entry?.putBack();
  expect(sent).toEqual([{ QueueUrl: 'https://sqs/queue', MessageBody: event }]);
});
