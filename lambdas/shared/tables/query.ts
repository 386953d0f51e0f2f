// Queries and scans that continue where a DynamoDB response ends, which is after 1 MB at the latest. Only here does
// anything continue a query or a scan.
import {
  paginateQuery,
  paginateScan,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { dynamodb } from './dynamodb.ts';
import { gather } from './shards.ts';

/** All items of a query, one response at a time. */
export async function* queryPages<Item>(input: QueryCommandInput): AsyncGenerator<Item[]> {
  for await (const { Items = [] } of paginateQuery({ client: dynamodb() }, { ...input })) yield Items as Item[];
}

/** All items of a query; with a `Limit`, the first `Limit` items. */
export async function queryAll<Item>(input: QueryCommandInput): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of queryPages<Item>(input)) {
    items.push(...page);
    if (input.Limit !== undefined && items.length >= input.Limit) return items.slice(0, input.Limit);
  }
  return items;
}

/** The items of one query a shard, in shard order; with a `Limit`, the first `Limit` items of each shard. */
export const queryShards = async <Item>(shards: number, input: (shard: number) => QueryCommandInput): Promise<Item[]> =>
  (await gather(shards, (shard) => queryAll<Item>(input(shard)))).flat();

/**
 * One response of a query, with at most `Limit` items after a position, and the position after which the next one
 * starts.
 */
export async function queryPage<Item, Position extends object>(
  input: QueryCommandInput,
  after: Position | undefined,
): Promise<{ items: Item[]; next?: Position }> {
  return pageOf(await dynamodb().send(new QueryCommand({ ...input, ...starting(after) })));
}

/** One response of a scan, likewise. */
export async function scanPage<Item, Position extends object>(
  input: ScanCommandInput,
  after: Position | undefined,
): Promise<{ items: Item[]; next?: Position }> {
  return pageOf(await dynamodb().send(new ScanCommand({ ...input, ...starting(after) })));
}

const starting = (after: object | undefined) => after && { ExclusiveStartKey: { ...after } };

function pageOf<Item, Position>({
  Items = [],
  LastEvaluatedKey,
}: Pick<QueryCommandOutput, 'Items' | 'LastEvaluatedKey'>) {
  const next = LastEvaluatedKey as Position | undefined;
  return { items: Items as Item[], ...(next && { next }) };
}

/** All items of a table, one response at a time. */
export async function* scanPages<Item>(input: ScanCommandInput): AsyncGenerator<Item[]> {
  for await (const { Items = [] } of paginateScan({ client: dynamodb() }, { ...input })) yield Items as Item[];
}
