// Long work: the message of a dead worker is redelivered soon, that of a living worker is not.
import { type ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { writtenLines } from '../../../test/written-lines.ts';
import { platformBindings } from '../base/names.ts';
import { queueWorker } from './queue-worker.ts';

const batch = {
  Records: [{ messageId: 'm', receiptHandle: 'r', body: '{}', attributes: { ApproximateReceiveCount: '1' } }],
} as SQSEvent;

writtenLines();
const before = process.env;
let hidden: (number | undefined)[];
let away: boolean;
beforeEach(() => {
  hidden = [];
  away = false;
  jest.useFakeTimers();
  process.env = { ...before, [platformBindings.parkingQueue]: 'parked', [platformBindings.eventQueue]: 'queue' };
  jest.spyOn(SQSClient.prototype, 'send').mockImplementation((async ({ input }: ChangeMessageVisibilityCommand) => {
    hidden.push(input.VisibilityTimeout);
    if (away) throw new Error('away');
  }) as never);
});
afterEach(() => {
  jest.useRealTimers();
  process.env = before;
  jest.restoreAllMocks();
});

/** Work that takes this many seconds. */
const working = (seconds: number, aliveSeconds?: number) =>
  queueWorker(() => ({
    name: 'long',
    fields: {},
    ...(aliveSeconds && { aliveSeconds }),
    handle: () => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
  }))(batch);

test('its message is hidden for so long, and again every third of that while it lives', async () => {
  const done = working(35, 30);
  await jest.advanceTimersByTimeAsync(9_999);
  expect(hidden).toEqual([30]);
  await jest.advanceTimersByTimeAsync(25_001);
  expect(await done).toEqual({ batchItemFailures: [] });
  expect(hidden).toEqual([30, 30, 30, 30]);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(hidden).toHaveLength(4);
});

test('a short outage of SQS does not end the work; short work hides nothing', async () => {
  away = true;
  const done = working(15, 30);
  await jest.advanceTimersByTimeAsync(15_000);
  expect(await done).toEqual({ batchItemFailures: [] });
  expect(hidden).toEqual([30, 30]);
  hidden = [];
  const short = working(15);
  await jest.advanceTimersByTimeAsync(15_000);
  expect(await short).toEqual({ batchItemFailures: [] });
  expect(hidden).toEqual([]);
});
