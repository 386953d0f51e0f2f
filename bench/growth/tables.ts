// Tables and buckets of one scale, with the keys and indexes of the deployed ones. They have no streams, so that loading
// them starts no work.
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  type Projection,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Contract } from '../../lambdas/shared/base/contract.ts';
import { env } from '../../lambdas/shared/base/env.ts';
import type { TableRow } from './loader.ts';

const client = new DynamoDBClient();

/** The names to bind in place of the deployed ones, by environment variable. */
export async function copyResources(
  { tables = {}, buckets = {} }: Contract,
  deployed: Readonly<Record<string, string>>,
  scale: string,
): Promise<Record<string, string>> {
  const names: Record<string, string> = {};
  for (const { env: name } of Object.values(tables)) {
    const TableName = deployed[name];
    if (TableName) names[name] = await copyTable(TableName, `${TableName}-${scale}`);
  }
  for (const { env: name } of Object.values(buckets)) {
    if (!deployed[name]) continue;
    const Bucket = `growth-${scale}-${name.toLowerCase().replaceAll('_', '-')}`;
    await new S3Client({ forcePathStyle: true }).send(new CreateBucketCommand({ Bucket }));
    names[name] = Bucket;
  }
  return names;
}

async function copyTable(from: string, TableName: string): Promise<string> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: from }));
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes = [] } = Table ?? {};
  const indexes = GlobalSecondaryIndexes.map(({ IndexName, KeySchema: keys, Projection: projection }) => ({
    IndexName,
    KeySchema: keys as KeySchemaElement[],
    Projection: projection as Projection,
  }));
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions,
      KeySchema,
      BillingMode: 'PAY_PER_REQUEST',
      ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    }),
  );
  return TableName;
}

/** The most that one call takes. */
const BATCH = 25;
const WRITERS = 4;

/** Writes all rows to the tables that are bound now. */
export async function writeRows(rows: Iterable<TableRow>): Promise<void> {
  const batches = batchesOf(rows);
  const writer = async () => {
    for (const RequestItems of batches) {
      const { UnprocessedItems = {} } = await client.send(new BatchWriteItemCommand({ RequestItems }));
      if (Object.keys(UnprocessedItems).length > 0) throw new Error('the emulator did not write a whole batch');
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

function* batchesOf(rows: Iterable<TableRow>): Generator<Record<string, WriteRequest[]>> {
  let batch: Record<string, WriteRequest[]> = {};
  let size = 0;
  for (const row of rows) {
    const put = { PutRequest: { Item: marshall(row.item, { removeUndefinedValues: true }) } };
    batch[env(row.env)] = [...(batch[env(row.env)] ?? []), put];
    size += 1;
    if (size < BATCH) continue;
    yield batch;
    [batch, size] = [{}, 0];
  }
  if (size > 0) yield batch;
}
