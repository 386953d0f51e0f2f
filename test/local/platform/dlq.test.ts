// Parked records are shown with their reason, and each click counts once however often records are redriven.
// @runs alone links: it puts back all clicks that are parked
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, expect, test } from '@jest/globals';
import { bindings } from '../../../lambdas/links/contract.ts';
import { platformBindings } from '../../../lambdas/shared/base/contract.ts';
import { bound } from '../kit/aws.ts';
import { ask, eventually, newLink, newPerson, root, unique } from '../kit/client.ts';
import { npmRun } from '../kit/operator.ts';
import { park } from './parked-clicks.ts';

const person = await newPerson();
const kinesis = new KinesisClient(root);
let StreamName: string;

beforeAll(async () => {
  StreamName = await bound('links/redirect', bindings.clicksStream);
});

const batch = (code: string, producer: string, firstNumber: number, clicks: number) => ({
  producer,
  firstNumber,
  clicks: Array.from({ length: clicks }, () => ({
    code,
    atMs: Date.now(),
    referrer: 'direct',
    device: 'other',
    correlationId: 'test',
  })),
});

const totalOf = async (code: string): Promise<number> =>
  (await ask('GET', `/api/links/${code}/stats`, { token: person.token })).body.total;

const put = (data: unknown, PartitionKey = 'one') =>
  kinesis.send(new PutRecordCommand({ StreamName, PartitionKey, Data: Buffer.from(JSON.stringify(data)) }));

/** Waits until a later record is counted; records are consumed in order, so all before it were too. */
async function drained(): Promise<void> {
  const { code } = await newLink(person);
  for (let key = 0; key < 8; key += 1) await put(batch(code, unique(), 1, 1), String(key));
  expect(
    await eventually(
      () => totalOf(code),
      (total) => total === 8,
    ),
  ).toBe(8);
}

test('a redriven record counts once, although later clicks of its producer are counted, and when redriven again', async () => {
  const { code } = await newLink(person);
  const producer = unique();
  await put(batch(code, producer, 3, 4), producer);
  await eventually(
    () => totalOf(code),
    (total) => total === 4,
  );
  const parkAgain = await park(batch(code, producer, 1, 2));
  const listed = await npmRun('dlq', 'list', 'links');
  expect(listed.code).toBe(0);
  expect(listed.output).toMatch(/a schema of before/);
  expect(listed.output).toContain(producer);
  for (let round = 0; round < 3; round += 1) {
    const { code: exit, output } = await npmRun('dlq', 'redrive', 'links');
    expect([exit, output]).toEqual([0, expect.stringMatching(/✔ links\/count-clicks: \d+ put back on the stream/)]);
    await drained();
    expect(await totalOf(code)).toBe(6);
    // A crash between put and delete leaves the message in the queue.
    await parkAgain();
  }
  expect((await npmRun('dlq', 'redrive', 'links')).code).toBe(0);
});

test('clicks that were sent twice, because the first answer was lost, and parked twice, count once', async () => {
  const { code } = await newLink(person);
  const producer = unique();
  await park(batch(code, producer, 1, 2));
  await park(batch(code, producer, 1, 5));
  await npmRun('dlq', 'redrive', 'links');
  await drained();
  expect(await totalOf(code)).toBe(5);
});

test('the bank’s webhooks that were given up are listed', async () => {
  const sqs = new SQSClient(root);
  const QueueUrl = await bound('bank/send-webhooks', platformBindings.parkingQueue);
  const key = { pk: `order-${unique()}`, sk: 'entry#capture#c' };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(key) }));
  const { code, output } = await npmRun('dlq', 'list', 'bank');
  expect([code, output]).toEqual([0, expect.stringContaining(key.pk)]);
  expect(output).toContain('bank/send-webhooks: 1 parked');
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
});

test('lists the known services when asked for an unknown one', async () => {
  const { code, output } = await npmRun('dlq', 'redrive', 'nosuch');
  expect([code, output]).toEqual([1, expect.stringMatching(/Services with a consumer: .*\blinks\b/)]);
  expect((await npmRun('dlq', 'redrive')).code).toBe(1);
});
