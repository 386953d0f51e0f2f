// Each message of a batch is handled, retried later, or parked with its reason.
import { type ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { writtenLines } from '../../../test/written-lines.ts';
import { detailType, event } from '../base/event.ts';
import { platformBindings } from '../base/names.ts';
import { eventWorker, on } from './event-worker.ts';
import { MAX_TRIES, type ParkedMessage } from './queue-worker.ts';

const cooked = event('kitchen', 'Cooked', 2, z.object({ dish: z.string() }));
const served = event('kitchen', 'Served', 1, z.object({ table: z.int() }));
const envelope = {
  id: 'Cooked-1',
  source: 'kitchen',
  type: 'Cooked',
  version: 2,
  time: '2026-11-22T10:00:00.000Z',
  correlationId: 'request-1',
  data: { dish: 'soup' },
};

const messageOf = (detail: unknown, tries = 1, messageId = 'm1'): SQSRecord =>
  ({
    messageId,
    receiptHandle: `receipt-${messageId}`,
    body: typeof detail === 'string' ? detail : JSON.stringify({ detail }),
    attributes: { ApproximateReceiveCount: String(tries) },
  }) as SQSRecord;
const batchOf = (...Records: SQSRecord[]): SQSEvent => ({ Records });
const failuresOf = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

const lines = writtenLines();
const before = process.env;
let sent: (SendMessageCommand | ChangeMessageVisibilityCommand)[];
beforeEach(() => {
  sent = [];
  process.env = { ...before, [platformBindings.parkingQueue]: 'parked', [platformBindings.eventQueue]: 'queue' };
  jest.spyOn(SQSClient.prototype, 'send').mockImplementation((async (command: SendMessageCommand) => {
    sent.push(command);
    return {};
  }) as never);
});
afterEach(() => {
  process.env = before;
  jest.restoreAllMocks();
});
const parked = (): ParkedMessage[] =>
  sent.flatMap((command) =>
    command instanceof SendMessageCommand ? [JSON.parse(command.input.MessageBody ?? '') as ParkedMessage] : [],
  );

test('each event goes to the handler of its type and version, read by the emitter’s schema', async () => {
  const seen: unknown[] = [];
  const worker = eventWorker([
    on(cooked, async ({ id, correlationId, data }) => seen.push([id, correlationId, data.dish])),
    on(served, async ({ data }) => seen.push(data.table)),
  ]);
  const second = { ...envelope, type: 'Served', version: 1, id: 'Served-1', data: { table: 4, added: 'later' } };
  expect(await worker(batchOf(messageOf(envelope), messageOf(second, 1, 'm2')))).toEqual(failuresOf());
  expect(seen).toEqual([['Cooked-1', 'request-1', 'soup'], 4]);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ message: 'Cooked handled', correlationId: 'request-1', eventId: 'Cooked-1', tries: 1 }),
    expect.objectContaining({ message: 'Served handled', eventId: 'Served-1' }),
  ]);
});

test.each([
  ['not JSON', 'rubbish', /not JSON/],
  ['not an event', JSON.stringify({ some: 'message' }), /detail/],
  ['another version', { ...envelope, version: 3 }, /no handler for kitchen Cooked\.v3/],
  ['another emitter', { ...envelope, source: 'stranger' }, /no handler for stranger/],
  ['data that does not fit', { ...envelope, data: { dish: 7 } }, /data|dish/],
])('%s is parked at once with its reason, and the others are handled', async (_, detail, reason) => {
  const seen: unknown[] = [];
  const worker = eventWorker([on(cooked, async ({ data }) => seen.push(data))]);
  const bad = messageOf(detail);
  expect(await worker(batchOf(bad, messageOf(envelope, 1, 'm2')))).toEqual(failuresOf());
  expect(parked()).toEqual([
    { reason: expect.stringMatching(reason), messageId: 'm1', body: bad.body, parkedAt: expect.any(String) },
  ]);
  expect(seen).toEqual([{ dish: 'soup' }]);
});

test('a message whose handler fails is redelivered within seconds, and the others are not', async () => {
  const worker = eventWorker([
    on(cooked, async () => {
      throw new Error('the stove is off');
    }),
    on(served, async () => undefined),
  ]);
  const fine = { ...envelope, type: 'Served', version: 1, data: { table: 1 } };
  for (let tries = 1; tries < MAX_TRIES; tries += 1) {
    sent = [];
    expect(await worker(batchOf(messageOf(fine, 1, 'm0'), messageOf(envelope, tries)))).toEqual(failuresOf('m1'));
    expect(parked()).toEqual([]);
    expect(sent.map(({ input }) => input)).toEqual([
      { QueueUrl: 'queue', ReceiptHandle: 'receipt-m1', VisibilityTimeout: expect.any(Number) },
    ]);
    const { VisibilityTimeout = -1 } = (sent[0] as ChangeMessageVisibilityCommand).input;
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(0);
    expect(VisibilityTimeout).toBeLessThanOrEqual(2 ** (tries - 1));
  }
});

test('a message that fails the last time is parked with the error', async () => {
  const worker = eventWorker([
    on(cooked, async () => {
      throw new RangeError('no such dish');
    }),
  ]);
  expect(await worker(batchOf(messageOf(envelope, MAX_TRIES)))).toEqual(failuresOf());
  expect(parked()[0]?.reason).toBe('RangeError: no such dish');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ message: 'event parked', correlationId: 'request-1' });
});

test('a message that can be neither handled nor parked is redelivered, alone', async () => {
  jest.spyOn(SQSClient.prototype, 'send').mockImplementation((async () => {
    throw new Error('the queue is away');
  }) as never);
  const worker = eventWorker([on(cooked, async () => undefined)]);
  expect(await worker(batchOf(messageOf('rubbish'), messageOf(envelope, 1, 'm2')))).toEqual(failuresOf('m1'));
});

test('a rule chooses by the type with its version', () => {
  expect([detailType(cooked), detailType(served)]).toEqual(['Cooked.v2', 'Served.v1']);
});
