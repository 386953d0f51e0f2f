// Queries and scans that continue where a DynamoDB response ends, which is after 1 MB at the latest.
import {
  paginateQuery,
  paginateScan,
  QueryCommand,
  type QueryCommandInput,
  type ScanCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { dynamodb } from './dynamodb.ts';

/** All items of a query; with a `Limit`, the first `Limit` items. */
export async function queryAll<Item>(input: QueryCommandInput): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of paginateQuery({ client: dynamodb() }, { ...input })) {
    items.push(...((page.Items ?? []) as Item[]));
    if (input.Limit !== undefined && items.length >= input.Limit) return items.slice(0, input.Limit);
  }
  return items;
}

/**
 * One response of a query, with at most `Limit` items after a position, and the position after which the next one
 * starts.
 */
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

/** All items of a table, one response at a time. */
export async function* scanPages<Item>(input: ScanCommandInput): AsyncGenerator<Item[]> {
  for await (const { Items = [] } of paginateScan({ client: dynamodb() }, { ...input })) yield Items as Item[];
}
