// One document client an instance.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { bounded } from './bounded.ts';

let client: DynamoDBDocumentClient | undefined;

export function dynamodb(): DynamoDBDocumentClient {
  // Under 4 s in all: the consumers of events have 5 s (lib/constructs/event-consumer.ts).
  client ??= DynamoDBDocumentClient.from(new DynamoDBClient(bounded({ maxAttempts: 3, requestTimeout: 1300 })), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return client;
}
