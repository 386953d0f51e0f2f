// One part of an index, read backwards from a position; pageOf in shelf.ts assembles pages from such parts.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { IndexDeclaration, Keys } from '../base/resources.ts';
import { dynamodb } from './dynamodb.ts';

export interface IndexPart {
  readonly TableName: string;
  /** `before` is a position in its sort key. */
  readonly index: IndexDeclaration & Required<Keys>;
  /** Value of the index's partition key. */
  readonly key: string;
  readonly limit: number;
  /** Items whose sort key is below this one. */
  readonly before?: string | undefined;
}

/**
 * In descending order of the sort key; `more` when the partition continues. Eventually consistent: 0.5 RCU per 4 KB.
 */
export async function readPart<Item>({ TableName, index, key, limit, before }: IndexPart) {
  const answer = await dynamodb().send(
    new QueryCommand({
      TableName,
      IndexName: index.name,
      KeyConditionExpression: before ? '#key = :key AND #position < :before' : '#key = :key',
      ExpressionAttributeNames: { '#key': index.partition.name, ...(before && { '#position': index.sort.name }) },
      ExpressionAttributeValues: { ':key': key, ...(before && { ':before': before }) },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return { items: (answer.Items ?? []) as Item[], more: answer.LastEvaluatedKey !== undefined };
}
