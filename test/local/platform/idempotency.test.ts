// Idempotency-Key: one effect and one answer a key, and no key is of use to another user.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { platformBindings } from '../../../lambdas/shared/base/contract.ts';
import { bound } from '../kit/aws.ts';
import { ask, newPerson, root, unique } from '../kit/client.ts';

const person = await newPerson();
const post = (key: string, body: unknown, token = person.token) =>
  ask('POST', '/api/links', { token, body, headers: { 'idempotency-key': key } });
const link = () => ({ url: `https://example.com/${unique()}` });

test('a replay gives the first answer, says so, and makes nothing', async () => {
  const [key, body] = [unique(), link()];
  const first = await post(key, body);
  const second = await post(key, body);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  expect(second.headers['idempotency-replayed']).toBe('true');
  const { body: list } = await ask('GET', '/api/links?limit=100', { token: person.token });
  expect(list.items.filter(({ url }: { url: string }) => url === body.url)).toHaveLength(1);
});

test('refuses another body under the same key', async () => {
  const key = unique();
  await post(key, link());
  const answer = await post(key, link());
  expect([answer.status, answer.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
});

test('of parallel twins, each gets the one answer or is told that the first is still running', async () => {
  const [key, body] = [unique(), link()];
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(key, body)));
  const made = answers.filter(({ status }) => status === 201);
  const waiting = answers.filter((answer) => answer.status === 409 && answer.body.code === 'IDEMPOTENCY_IN_FLIGHT');
  expect(made.length).toBeGreaterThan(0);
  expect(made.length + waiting.length).toBe(8);
  expect(new Set(made.map((answer) => answer.body.code)).size).toBe(1);
});

test('another user’s same key is another operation', async () => {
  const [key, body] = [unique(), link()];
  const mine = await post(key, body);
  const theirs = await post(key, body, (await newPerson()).token);
  expect(theirs.status).toBe(201);
  expect(theirs.body.code).not.toBe(mine.body.code);
  expect(theirs.headers['idempotency-replayed']).toBeUndefined();
});

test('a refusal is not kept: the same key may succeed later', async () => {
  const [key, alias] = [unique(), `later-${unique()}`];
  const taken = await post(unique(), { ...link(), alias });
  const refused = await post(key, { url: 'https://example.com', alias });
  expect([taken.status, refused.status]).toEqual([201, 409]);
  const again = await post(key, { url: 'https://example.com', alias });
  expect(again.body.code).toBe('ALIAS_TAKEN');
});

test('refuses a malformed key', async () => {
  const answer = await post('two words', link());
  expect([answer.status, answer.body.code]).toEqual([400, 'IDEMPOTENCY_KEY_INVALID']);
});

/** Leaves the effect alone, as a crash before the stored answer does once the function's time is over. */
async function forgetAnswers(id: string): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(root));
  const TableName = await bound(id, platformBindings.guardTable);
  for await (const page of paginateScan({ client }, { TableName })) {
    for (const item of page.Items ?? []) {
      if (item.id.startsWith('answer')) await client.send(new DeleteCommand({ TableName, Key: { id: item.id } }));
    }
  }
}

test('a retry after a crash finds the link that was made, and makes no second one', async () => {
  const [key, body] = [unique(), link()];
  const first = await post(key, body);
  await forgetAnswers('links/http');
  const second = await post(key, body);
  expect(second.headers['idempotency-replayed']).toBeUndefined();
  expect(second.body).toEqual(first.body);
});

test('a retry after a crash finds the account that was opened', async () => {
  const body = { email: `p-${unique()}@example.com`, password: `Pass-${unique()}-9A`, displayName: 'A tester' };
  const headers = { 'idempotency-key': unique() };
  const first = await ask('POST', '/api/users', { body, headers });
  await forgetAnswers('users/http');
  const second = await ask('POST', '/api/users', { body, headers });
  expect([second.status, second.body]).toEqual([201, first.body]);
});
