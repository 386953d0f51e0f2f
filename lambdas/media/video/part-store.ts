// The parts table: what each worker makes of a video, and its progress.
//
// pattern                     | key condition                          | cost
// progress of a part          | update mediaId, part, if not made yet  | 1 WCU, every two seconds of its work
// a part is made              | update mediaId, part, if not made yet  | 1 to 2 WCU
// one part                    | get mediaId, part, strongly consistent | 1 RCU
// all parts of a video        | mediaId, strongly consistent           | 1 RCU per 4 KB: a minute has about 3 parts of 0.6 KB
// parts of what was deleted   | batch of 25 keys                       | 1 WCU each
//
// A media id is a uniform hash, so videos spread evenly; one video's parts are in one partition, at most about 50.
import { BatchWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { chunksOf } from '../../shared/base/chunks.ts';
import { writeIf } from '../../shared/tables/conditional-write.ts';
import { dynamodb } from '../../shared/tables/dynamodb.ts';
import { itemOf, readItem, tableOf } from '../../shared/tables/item.ts';
import { keyCondition } from '../../shared/tables/key-condition.ts';
import { queryAll } from '../../shared/tables/query.ts';
import { tables } from '../resources.ts';
import type { Part, PartName, PartResult } from './video.ts';

const change = (mediaId: string, part: PartName, field: 'frames' | 'result', value: unknown, nowMs: number) =>
  writeIf(
    new UpdateCommand({
      ...itemOf(tables.parts, { mediaId, part }),
      UpdateExpression: `SET ${field === 'result' ? '#result' : field} = :value, updatedAtMs = :now`,
      ConditionExpression: 'attribute_not_exists(#result)',
      // A reserved word of DynamoDB.
      ExpressionAttributeNames: { '#result': 'result' },
      ExpressionAttributeValues: { ':value': value, ':now': nowMs },
    }),
  );

export const tellProgress = (mediaId: string, part: PartName, frames: number, nowMs: number): Promise<boolean> =>
  change(mediaId, part, 'frames', frames, nowMs);

/** The first result counts; a second worker's result is the same. */
export const keepResult = (mediaId: string, part: PartName, result: PartResult, nowMs: number): Promise<boolean> =>
  change(mediaId, part, 'result', result, nowMs);

export const findPart = (mediaId: string, part: PartName): Promise<Part | undefined> =>
  readItem(itemOf(tables.parts, { mediaId, part }));

export const findParts = (mediaId: string): Promise<Part[]> =>
  queryAll({
    ...tableOf(tables.parts),
    ...keyCondition(tables.parts, 'mediaId = :id'),
    ExpressionAttributeValues: { ':id': mediaId },
    ConsistentRead: true,
  });

const BATCH = 25;

/** Throws when DynamoDB leaves some unprocessed; a retry removes those. */
export async function removeParts(mediaId: string): Promise<void> {
  const { TableName } = tableOf(tables.parts);
  const keys = (await findParts(mediaId)).map(({ part }) => ({
    DeleteRequest: { Key: itemOf(tables.parts, { mediaId, part }).Key },
  }));
  for (const some of chunksOf(keys, BATCH)) {
    const RequestItems = { [TableName]: some };
    const { UnprocessedItems = {} } = await dynamodb().send(new BatchWriteCommand({ RequestItems }));
    if (UnprocessedItems[TableName]?.length) throw new Error('DynamoDB did not write all parts of the video');
  }
}
