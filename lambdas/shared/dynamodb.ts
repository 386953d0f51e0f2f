// One document client an instance.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { bounded } from './bounded.ts';

let client: DynamoDBDocumentClient | undefined;

export function dynamodb(): DynamoDBDocumentClient {
  client ??= DynamoDBDocumentClient.from(new DynamoDBClient(bounded({ maxAttempts: 3, requestTimeout: 2000 })), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return client;
}
