// One document client per instance.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { bounded } from '../aws/bounded.ts';

let client: DynamoDBDocumentClient | undefined;
let onceClient: DynamoDBDocumentClient | undefined;

/** Sends each command once, for writes that a late retry must not repeat after others have built on the first. */
export function dynamodbOnce(): DynamoDBDocumentClient {
  onceClient ??= DynamoDBDocumentClient.from(new DynamoDBClient(bounded({ maxAttempts: 1, requestTimeout: 1300 })));
  return onceClient;
}

export function dynamodb(): DynamoDBDocumentClient {
  // Under 4 s in all: event consumers have 5 s (lib/constructs/event-consumer.ts).
  client ??= DynamoDBDocumentClient.from(new DynamoDBClient(bounded({ maxAttempts: 3, requestTimeout: 1300 })), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return client;
}
