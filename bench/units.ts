// What DynamoDB charges for the calls of this process, as its answers say.
import { dynamodb, dynamodbOnce } from '../lambdas/shared/dynamodb.ts';

export interface Units {
  readonly read: number;
  readonly write: number;
}
interface Consumed {
  readonly CapacityUnits?: number;
}

const WRITES = /Put|Update|Delete|TransactWrite|BatchWrite/;

let units = { read: 0, write: 0 };
for (const client of [dynamodb(), dynamodbOnce()])
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const answer = await next(args);
        const consumed = (answer.output as { ConsumedCapacity?: Consumed | Consumed[] }).ConsumedCapacity;
        // The emulator gives no price of a batch: every item of ours is under 4 KB, so a consistent read of it is one unit.
        if (commandName.startsWith('BatchGet') && consumed === undefined) units.read += keysOf(args.input);
        for (const { CapacityUnits = 0 } of [consumed ?? []].flat())
          units[WRITES.test(commandName) ? 'write' : 'read'] += CapacityUnits;
        return answer;
      },
    { step: 'initialize', name: 'countCapacity' },
  );

function keysOf(input: object): number {
  const { RequestItems = {} } = input as { RequestItems?: Record<string, { Keys?: object[] }> };
  return Object.values(RequestItems).reduce((sum, { Keys = [] }) => sum + Keys.length, 0);
}

export async function counted(work: () => Promise<unknown>): Promise<Units> {
  units = { read: 0, write: 0 };
  await work();
  return { ...units };
}
