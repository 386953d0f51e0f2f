// Queries and scans that go on where an answer of DynamoDB ends, which is after 1 MB at the latest.
import {
  paginateQuery,
  paginateScan,
  QueryCommand,
  type QueryCommandInput,
  type ScanCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { dynamodb } from './dynamodb.ts';

/** All items of a query; with a `Limit`, the first so many. */
export async function queryAll<Item>(input: QueryCommandInput): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of paginateQuery({ client: dynamodb() }, { ...input })) {
    items.push(...((page.Items ?? []) as Item[]));
    if (input.Limit !== undefined && items.length >= input.Limit) return items.slice(0, input.Limit);
  }
  return items;
}

/** One answer of a query, `Limit` items at the most, from after a position on, and the position after which the next begins. */
export async function queryPage<Item, Position extends object>(
  input: QueryCommandInput,
  after: Position | undefined,
): Promise<{ items: Item[]; next?: Position }> {
  const answer = await dynamodb().send(
    new QueryCommand({ ...input, ...(after && { ExclusiveStartKey: { ...after } }) }),
  );
  const next = answer.LastEvaluatedKey as Position | undefined;
  return { items: (answer.Items ?? []) as Item[], ...(next && { next }) };
}

/** All items of a table, one answer after the other. */
export async function* scanPages<Item>(input: ScanCommandInput): AsyncGenerator<Item[]> {
  for await (const { Items = [] } of paginateScan({ client: dynamodb() }, { ...input })) yield Items as Item[];
}
