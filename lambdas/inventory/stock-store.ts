// The stock table: one item a bucket, N buckets a product. Its writes for orders are in reservation-store.ts.
//
// pattern                          | key condition                                   | limit it respects
// change a bucket                  | update <productId>#<0..N-1>                     | 1,000 WCU a partition: N buckets
// stock of a product               | batch get of its N buckets, strongly consistent | 1 RCU a bucket
// the same at one moment           | TransactGetItems of them, 80 at the most        | 2 RCU a bucket; only before a refusal
// restock, once an operation       | one TransactWriteItems: ledger and buckets      | 2 WCU for each, 10 at the most
// buckets with holds               | scan, filtered, once a minute                   | 0.5 RCU per 4 KB of the whole table
import {
  ScanCommand,
  type ScanCommandOutput,
  TransactGetCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { env } from '../shared/base/env.ts';
import { readItems } from '../shared/tables/batch-get.ts';
import { patiently, transact } from '../shared/tables/conditional-write.ts';
import { dynamodb } from '../shared/tables/dynamodb.ts';
import { shardCount, shardKey } from '../shared/tables/shards.ts';
import { restockPut } from './product-store.ts';
import { bindings } from './resources.ts';
import { type Bucket, type BucketKey, planRestock } from './stock.ts';

const tableName = () => env(bindings.stockTable);
const keyOf = ({ productId, bucket }: BucketKey) => ({ bucketId: shardKey(productId, bucket) });

interface BucketUpdate {
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  /** By their names in the expressions, without `#` and `:`. */
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

export function bucketWrite(at: BucketKey, { names, values, ...expressions }: BucketUpdate) {
  const prefixed = <Value>(sign: string, from: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(from).map(([name, value]) => [`${sign}${name}`, value]));
  return {
    TableName: tableName(),
    Key: keyOf(at),
    ...expressions,
    ExpressionAttributeNames: prefixed('#', names),
    ExpressionAttributeValues: prefixed(':', values),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } satisfies UpdateCommandInput;
}

export const bucketsOf = (productId: string): BucketKey[] =>
  Array.from({ length: shardCount(bindings.stockTable) }, (_, bucket) => ({ productId, bucket }));

/** Those there are, each at its own moment: their sums are right all the same (see Bucket). */
export const readBuckets = (keys: readonly BucketKey[]): Promise<Bucket[]> =>
  readItems<Bucket>(tableName(), keys.map(keyOf), { ConsistentRead: true });

/** Those there are, all at one moment: units that wander from bucket to bucket by orders are seen in one of them. */
export async function snapshot(productIds: readonly string[]): Promise<Bucket[]> {
  const TransactItems = productIds
    .flatMap(bucketsOf)
    .map((at) => ({ Get: { TableName: tableName(), Key: keyOf(at) } }));
  const { Responses = [] } = await patiently(() => dynamodb().send(new TransactGetCommand({ TransactItems })));
  return Responses.flatMap(({ Item }) => (Item ? [Item as Bucket] : []));
}

/** Adds units, once for an operation; makes the buckets that are not there yet. */
export async function addStock(
  productId: string,
  quantity: number,
  { operationId, nowMs }: { readonly operationId: string; readonly nowMs: number },
): Promise<void> {
  const keys = bucketsOf(productId);
  const found = await readBuckets(keys);
  const available = keys.map(({ bucket }) => found.find((one) => one.bucket === bucket)?.available ?? 0);
  const shares = planRestock(available, quantity);
  await transact([
    { Put: restockPut(productId, quantity, operationId, nowMs) },
    ...keys.flatMap((at, i) => (shares[i] ? [{ Update: addUnits(at, shares[i]) }] : [])),
  ]);
}

const addUnits = (at: BucketKey, units: number) =>
  bucketWrite(at, {
    UpdateExpression:
      'SET #available = if_not_exists(#available, :none) + :n, #reserved = if_not_exists(#reserved, :none), ' +
      '#sold = if_not_exists(#sold, :none), #holds = if_not_exists(#holds, :nobody), ' +
      '#productId = :productId, #bucket = :bucket',
    names: {
      available: 'available',
      reserved: 'reserved',
      sold: 'sold',
      holds: 'holds',
      productId: 'productId',
      bucket: 'bucket',
    },
    values: { n: units, none: 0, nobody: {}, productId: at.productId, bucket: at.bucket },
  });

/** All buckets in which orders hold something, some at a time; one that changes meanwhile may be missed, until the next scan. */
export async function* heldBuckets(): AsyncGenerator<Bucket[]> {
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const answer: ScanCommandOutput = await dynamodb().send(
      new ScanCommand({
        TableName: tableName(),
        FilterExpression: 'size(#holds) > :none',
        ExpressionAttributeNames: { '#holds': 'holds' },
        ExpressionAttributeValues: { ':none': 0 },
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    yield (answer.Items ?? []) as Bucket[];
    ExclusiveStartKey = answer.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
