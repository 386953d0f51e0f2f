// The record of an Idempotency-Key when the responses of DynamoDB are lost, in this process, on the deployed table.
import { expect, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { platformBindings } from '../../../lambdas/shared/base/contract.ts';
import type { HttpAnswer } from '../../../lambdas/shared/base/problem.ts';
import { answerOnce } from '../../../lambdas/shared/http/idempotency.ts';
import { dynamodb } from '../../../lambdas/shared/tables/dynamodb.ts';
import { bound } from '../kit/aws.ts';
import { unique } from '../kit/client.ts';

const table = await bound('links/http', platformBindings.guardTable);
const context = { getRemainingTimeInMillis: () => 10_000 } as Context;
const made: HttpAnswer = { statusCode: 201, headers: {}, body: '{"made":"once"}' };

/** Loses the response of every first attempt at these commands while `work` runs; the SDK's next attempt gets through. */
async function withLost<Value>(names: readonly string[], work: () => Promise<Value>): Promise<Value> {
  const seen = new WeakSet<object>();
  dynamodb().middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const answer = await next(args);
        if (!names.includes(commandName) || seen.has(args.input)) return answer;
        seen.add(args.input);
        throw Object.assign(new Error('planned'), { name: 'TimeoutError' });
      },
    { step: 'finalizeRequest', priority: 'low', name: 'lost' },
  );
  try {
    return await work();
  } finally {
    dynamodb().middlewareStack.remove('lost');
  }
}

const call = (key: string, work: () => Promise<HttpAnswer>) => answerOnce(table, key, 'body', context, work);

test.each([[['PutItemCommand']], [['UpdateItemCommand']], [['PutItemCommand', 'UpdateItemCommand']]])(
  'a call goes on when the response to its own %j is lost',
  async (names) => {
    const key = unique();
    let ran = 0;
    const work = async () => {
      ran += 1;
      return made;
    };
    expect(await withLost(names, () => call(key, work))).toEqual(made);
    expect(await call(key, work)).toMatchObject({ ...made, headers: { 'idempotency-replayed': 'true' } });
    expect(ran).toBe(1);
  },
);

test('a refused call frees its key, also when the response to that is lost', async () => {
  const key = unique();
  const refused = new Error('refused');
  const failing = withLost(['PutItemCommand', 'DeleteItemCommand'], () => call(key, () => Promise.reject(refused)));
  await expect(failing).rejects.toBe(refused);
  expect(await call(key, async () => made)).toEqual(made);
});

test('of twins that all lose a response, one runs and the others are told so', async () => {
  const key = unique();
  const counts = { ran: 0, refused: 0 };
  let finish = () => {};
  const allCame = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const came = (outcome: keyof typeof counts) => {
    counts[outcome] += 1;
    if (counts.ran + counts.refused === 8) finish();
  };
  const work = async () => {
    came('ran');
    await allCame;
    return made;
  };
  const twin = async () => {
    try {
      return await call(key, work);
    } catch (error) {
      came('refused');
      return (error as Error).message;
    }
  };
  const answers = await withLost(['PutItemCommand'], () => Promise.all(Array.from({ length: 8 }, twin)));
  expect(answers.filter((answer) => answer === 'IDEMPOTENCY_IN_FLIGHT')).toHaveLength(7);
  expect(answers).toContainEqual(made);
  expect(counts).toEqual({ ran: 1, refused: 7 });
});
