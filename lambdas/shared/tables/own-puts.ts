// A put whose response was lost is sent again by the SDK, and then meets the item it wrote itself.
import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { newId } from '../base/ids.ts';

/**
 * The given client, whose conditional puts succeed also when the item that fails the condition is the one they wrote.
 * Each put marks its item with an `owner`; the command must ask for the item with ReturnValuesOnConditionCheckFailure.
 */
export function owningPuts(client: Pick<DynamoDBClient, 'send'>): DynamoDBClient {
  const send = async (command: PutItemCommand) => {
    if (!(command instanceof PutItemCommand)) return client.send(command);
    const owner = newId();
    command.input.Item = { ...command.input.Item, owner: { S: owner } };
    try {
      return await client.send(command);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException && error.Item?.owner?.S === owner) return {};
      throw error;
    }
  };
  return Object.assign(Object.create(client), { send });
}
