// The stock table: one item per bucket, N per product. reservation-store.ts and restock-store.ts change buckets.
//
// pattern                | key condition                                   | limit it respects
// change a bucket        | update <productId>#<0..N-1>                     | 1,000 WCU per partition: N buckets
// stock of a product     | batch get of its N buckets, strongly consistent | 1 RCU per bucket
// the same at one moment | TransactGetItems, at most 80                    | 2 RCU per bucket; only before a refusal
// buckets with holds     | query index held of each bucket number          | 0.5 RCU per 4 KB, 60 B each; once a minute
// a bucket has none left | update <productId>#<bucket>, if it has no holds | 1 WCU and 1 of the index
import { TransactGetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { readItems } from '../shared/tables/batch-get.ts';
import { patiently, writeIf } from '../shared/tables/conditional-write.ts';
import { dynamodb } from '../shared/tables/dynamodb.ts';
import { itemOf, tableOf } from '../shared/tables/item.ts';
import { keyCondition } from '../shared/tables/key-condition.ts';
import { queryPages } from '../shared/tables/query.ts';
import { shardCount, shardKey } from '../shared/tables/shards.ts';
import { bindings } from './contract.ts';
import { tables } from './resources.ts';
import type { Bucket, BucketKey } from './stock.ts';

const itemAt = ({ productId, bucket }: BucketKey) => itemOf(tables.stock, { bucketId: shardKey(productId, bucket) });

interface BucketUpdate {
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  /** Names in the expressions, without `#` and `:`. */
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

export function bucketWrite(at: BucketKey, { names, values, ...expressions }: BucketUpdate) {
  const prefixed = <Value>(sign: string, from: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(from).map(([name, value]) => [`${sign}${name}`, value]));
  return {
    ...itemAt(at),
    ...expressions,
    ExpressionAttributeNames: prefixed('#', names),
    ExpressionAttributeValues: prefixed(':', values),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } satisfies UpdateCommandInput;
}

export const bucketsOf = (productId: string): BucketKey[] =>
  Array.from({ length: shardCount(bindings.stockTable) }, (_, bucket) => ({ productId, bucket }));

/** Existing buckets, each read at its own moment; their sums are still right (see Bucket). */
export const readBuckets = (keys: readonly BucketKey[]): Promise<Bucket[]> =>
  readItems<Bucket>(keys.map(itemAt), { ConsistentRead: true });

/** Existing buckets, all read at one moment: units that orders move between buckets appear in exactly one of them. */
export async function snapshot(productIds: readonly string[]): Promise<Bucket[]> {
  const TransactItems = productIds.flatMap(bucketsOf).map((at) => ({ Get: itemAt(at) }));
  const { Responses = [] } = await patiently(() => dynamodb().send(new TransactGetCommand({ TransactItems })));
  return Responses.flatMap(({ Item }) => (Item ? [Item as Bucket] : []));
}

/** Puts a bucket into the index of those with holds, where it stays until a sweep finds none. */
export const heldSince = ({ bucket }: BucketKey, atMs: number) => ({
  expression: '#held = :held, #heldAtMs = if_not_exists(#heldAtMs, :heldAtMs)',
  names: { held: 'held', heldAtMs: 'heldAtMs' },
  values: { held: String(bucket), heldAtMs: atMs },
});

/** Buckets of this number that have had a hold since `beforeMs` or longer, a page at a time, oldest first. */
export async function* heldBuckets(bucket: number, beforeMs: number): AsyncGenerator<Bucket[]> {
  const pages = queryPages<BucketKey>({
    ...tableOf(tables.stock),
    ...keyCondition(tables.stock.index.held, 'held = :held AND heldAtMs <= :before'),
    ExpressionAttributeValues: { ':held': String(bucket), ':before': beforeMs },
  });
  for await (const keys of pages) yield await readBuckets(keys);
}

/** Takes a bucket out of that index, unless it has a hold by now. */
export const noLongerHeld = (at: BucketKey): Promise<boolean> =>
  writeIf(
    new UpdateCommand(
      bucketWrite(at, {
        UpdateExpression: 'REMOVE #held, #heldAtMs',
        ConditionExpression: 'size(#holds) = :none',
        names: { held: 'held', heldAtMs: 'heldAtMs', holds: 'holds' },
        values: { none: 0 },
      }),
    ),
  );
