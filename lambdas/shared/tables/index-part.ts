// Part of an index, read backwards from a position: what pageOf of shelf.ts makes pages of.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from './dynamodb.ts';

export interface IndexPart {
  readonly TableName: string;
  readonly IndexName: string;
  /** The attribute that the index is partitioned by, and its value. */
  readonly attribute: string;
  readonly key: string;
  readonly limit: number;
  /** Items whose `position` is below this one. */
  readonly before?: string | undefined;
}

/** In falling order of `position`, the sort key; `more` when the partition goes on. Eventually consistent: 0.5 RCU per 4 KB. */
export async function readPart<Item>({ TableName, IndexName, attribute, key, limit, before }: IndexPart) {
  const answer = await dynamodb().send(
    new QueryCommand({
      TableName,
      IndexName,
      KeyConditionExpression: before ? '#key = :key AND #position < :before' : '#key = :key',
      ExpressionAttributeNames: { '#key': attribute, ...(before && { '#position': 'position' }) },
      ExpressionAttributeValues: { ':key': key, ...(before && { ':before': before }) },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return { items: (answer.Items ?? []) as Item[], more: answer.LastEvaluatedKey !== undefined };
}
