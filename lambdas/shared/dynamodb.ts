// One document client per instance. Time-outs stay below the function's own (10 s), so a lost answer is an error, not a kill.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

let client: DynamoDBDocumentClient | undefined;

export function dynamodb(): DynamoDBDocumentClient {
  client ??= DynamoDBDocumentClient.from(
    new DynamoDBClient({ maxAttempts: 3, requestHandler: { requestTimeout: 2000, connectionTimeout: 1000 } }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
  return client;
}
