// Counts the units DynamoDB charges for the calls of this process, from its answers.
import { dynamodb, dynamodbOnce } from '../../../lambdas/shared/tables/dynamodb.ts';

export interface Units {
  readonly calls: number;
  readonly read: number;
  readonly write: number;
}
interface Consumed {
  readonly CapacityUnits?: number;
}

const WRITES = /Put|Update|Delete|TransactWrite|BatchWrite/;

const none = { calls: 0, read: 0, write: 0 };
let units = { ...none };
for (const client of [dynamodb(), dynamodbOnce()])
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const answer = await next(args);
        const consumed = (answer.output as { ConsumedCapacity?: Consumed | Consumed[] }).ConsumedCapacity;
        const kind = WRITES.test(commandName) ? 'write' : 'read';
        units.calls += 1;
        // The emulator reports no units for a batch: each of our items is under 1 KB, so one unit, read consistently or written.
        if (consumed === undefined) units[kind] += batched(args.input);
        for (const { CapacityUnits = 0 } of [consumed ?? []].flat()) units[kind] += CapacityUnits;
        return answer;
      },
    { step: 'initialize', name: 'countCapacity' },
  );

function batched(input: object): number {
  const { RequestItems = {} } = input as { RequestItems?: Record<string, { Keys?: object[] } | object[]> };
  const lengths = Object.values(RequestItems).map((of) => (Array.isArray(of) ? of : (of.Keys ?? [])).length);
  return lengths.reduce((sum, length) => sum + length, 0);
}

/** Counts `work` alone: units counted by a nested call are not counted twice. */
export async function counted(work: () => Promise<unknown>): Promise<Units> {
  const before = units;
  units = { ...none };
  try {
    await work();
    return units;
  } finally {
    units = before;
  }
}
