// How a transaction's conflict and its refusal appear to the caller.
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { patiently, updateIf } from './conditional-write.ts';

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const conflict = () => new TransactionConflictException({ message: 'conflict', $metadata: {} });

/** Fails with each of these errors in turn, then succeeds. */
async function tried(errors: readonly Error[]) {
  const left = [...errors];
  const pauses: number[] = [];
  const send = async () => {
    const error = left.shift();
    if (error) throw error;
    return 'written';
  };
  const pause = async (ms: number) => void pauses.push(ms);
  const outcome = await patiently(send, pause).catch((error: Error) => error);
  return { outcome, pauses };
}

test('a conflict is tried again, of a transaction and of a single write', async () => {
  const { outcome, pauses } = await tried([
    cancelled('None', 'TransactionConflict'),
    conflict(),
    cancelled('ThrottlingError'),
  ]);
  expect(outcome).toBe('written');
  expect(pauses).toHaveLength(3);
});

test('the pauses are under 2.1 s in all, then the conflict is a fault', async () => {
  const { outcome, pauses } = await tried(Array.from({ length: 20 }, conflict));
  expect(outcome).toBeInstanceOf(TransactionConflictException);
  expect(pauses).toHaveLength(8);
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(2130);
});

test.each([
  ['a condition that failed', cancelled('ConditionalCheckFailed', 'TransactionConflict')],
  ['a transaction that cannot be', cancelled('None', 'ValidationError')],
  ['anything else', new Error('away')],
])('%s is not tried again', async (_, error) => {
  expect(await tried([error])).toEqual({ outcome: error, pauses: [] });
});

describe('updateIf', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const update = { TableName: 'things', Key: { id: 'a' } };
  const answering = (answer: () => Promise<unknown>) =>
    jest.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(answer as never);
  const failed = (Item?: ConditionalCheckFailedException['Item']) =>
    new ConditionalCheckFailedException({ message: 'failed', $metadata: {}, ...(Item && { Item }) });

  test('gives the item after the update', async () => {
    answering(async () => ({ Attributes: { id: 'a', n: 2 } }));
    expect(await updateIf(update)).toEqual({ written: true, item: { id: 'a', n: 2 } });
  });

  test('gives the item as it is when the condition fails, and nothing when there is none', async () => {
    answering(() => Promise.reject(failed({ id: { S: 'a' }, n: { N: '1' } })));
    expect(await updateIf(update)).toEqual({ written: false, item: { id: 'a', n: 1 } });
    answering(() => Promise.reject(failed()));
    expect(await updateIf(update)).toEqual({ written: false, item: undefined });
  });

  test('repeats on a conflict, and throws anything else', async () => {
    let calls = 0;
    answering(async () => {
      calls += 1;
      if (calls === 1) throw conflict();
      return {};
    });
    expect(await updateIf(update)).toEqual({ written: true, item: undefined });
    answering(() => Promise.reject(new Error('away')));
    await expect(updateIf(update)).rejects.toThrow('away');
  });
});
