// The records of a table's stream as the items they tell of.
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

/** What the items are now, of records of these kinds, in the order of the stream. */
export const newImages = <Item>(
  records: DynamoDBStreamEvent['Records'],
  ...kinds: readonly ('INSERT' | 'MODIFY')[]
): Item[] =>
  records.flatMap(({ eventName, dynamodb }) =>
    kinds.some((kind) => kind === eventName) && dynamodb?.NewImage
      ? [unmarshall(dynamodb.NewImage as Parameters<typeof unmarshall>[0]) as Item]
      : [],
  );
