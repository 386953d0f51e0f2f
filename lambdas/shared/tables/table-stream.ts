// Parses the records of a table's stream into items.
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

/** The new images of records of the given kinds, in stream order. */
export const newImages = <Item>(
  records: DynamoDBStreamEvent['Records'],
  ...kinds: readonly ('INSERT' | 'MODIFY')[]
): Item[] =>
  records.flatMap(({ eventName, dynamodb }) =>
    kinds.some((kind) => kind === eventName) && dynamodb?.NewImage
      ? [unmarshall(dynamodb.NewImage as Parameters<typeof unmarshall>[0]) as Item]
      : [],
  );
