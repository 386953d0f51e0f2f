// The result of a query that DynamoDB answers in several parts.

import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { queryAll, queryPage, queryShards, scanPage, scanPages } from './query.ts';

interface Asked {
  readonly input: { readonly ExclusiveStartKey?: { readonly n: number }; readonly Limit?: number };
}

const asked: Asked['input'][] = [];

beforeEach(() => {
  asked.length = 0;
  // Ten items, at most three per response.
  jest.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation((async ({ input }: Asked) => {
    asked.push({ ...input });
    const first = (input.ExclusiveStartKey?.n ?? 0) + 1;
    const last = Math.min(10, first + Math.min(3, input.Limit ?? 3) - 1);
    const Items = Array.from({ length: last - first + 1 }, (_, i) => ({ n: first + i }));
    return { Items, ...(last < 10 && { LastEvaluatedKey: { n: last } }) };
  }) as never);
});

afterEach(() => {
  jest.restoreAllMocks();
});

const numbers = (items: readonly { readonly n: number }[]): number[] => items.map(({ n }) => n);
const input = { TableName: 'things' };

test('all items, over all answers', async () => {
  expect(numbers(await queryAll<{ n: number }>(input))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(asked).toHaveLength(4);
  expect(input).toEqual({ TableName: 'things' });
});

test.each([1, 3, 4, 9, 10, 20])('the first %i, and no further answer than it takes', async (Limit) => {
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  expect(numbers(await queryAll<{ n: number }>({ ...input, Limit }))).toEqual(all.slice(0, Limit));
  expect(asked).toHaveLength(Math.ceil(Math.min(Limit, 10) / 3));
});

test.each([
  ['a query', queryPage],
  ['a scan', scanPage],
])('pages of %s meet without gap or duplicate, and the last has no next', async (_, read) => {
  const seen: number[] = [];
  let after: { n: number } | undefined;
  do {
    const page = await read<{ n: number }, { n: number }>({ ...input, Limit: 2 }, after);
    seen.push(...numbers(page.items));
    after = page.next;
  } while (after);
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(asked).toHaveLength(5);
});

test('the first items of each shard, in the order of shards', async () => {
  const items = await queryShards<{ n: number }>(3, (shard) => ({ ...input, Limit: shard + 1 }));
  expect(numbers(items)).toEqual([1, 1, 2, 1, 2, 3]);
});

test('a scan comes answer by answer', async () => {
  const pages: number[][] = [];
  for await (const page of scanPages<{ n: number }>(input)) pages.push(numbers(page));
  expect(pages).toEqual([[1, 2, 3], [4, 5, 6], [7, 8, 9], [10]]);
});
