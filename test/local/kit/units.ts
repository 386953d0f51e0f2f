// Counts the units DynamoDB charges for the calls of this process, and the time it takes to answer.

import { dynamodb, dynamodbOnce } from '../../../lambdas/shared/tables/dynamodb.ts';
import { readUnits } from './read-units.ts';

export interface Units {
  readonly calls: number;
  readonly read: number;
  readonly write: number;
  /** Milliseconds in which an answer was awaited, of one call or several. */
  readonly waitedMs: number;
}
interface Consumed {
  readonly CapacityUnits?: number;
}

const WRITES = /Put|Update|Delete|TransactWrite|BatchWrite/;

const none = { calls: 0, read: 0, write: 0, waitedMs: 0 };
let units = { ...none };
for (const client of [dynamodb(), dynamodbOnce()]) {
  countWaiting(client);
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const answer = await next(args);
        const consumed = (answer.output as { ConsumedCapacity?: Consumed | Consumed[] }).ConsumedCapacity;
        units.calls += 1;
        if (!WRITES.test(commandName)) units.read += readUnits(args.input as object, answer.output as object);
        // The emulator reports no units for a batch: each of our items is under 1 KB, so one unit.
        else if (consumed === undefined) units.write += batched(args.input);
        else for (const { CapacityUnits = 0 } of [consumed].flat()) units.write += CapacityUnits;
        return answer;
      },
    { step: 'initialize', name: 'countCapacity' },
  );
}

let awaited = 0;
let awaitedSinceMs = 0;

/** Counts the time in which the client, or another one that is counted, awaits an answer. */
export function countWaiting({ middlewareStack }: Pick<ReturnType<typeof dynamodb>, 'middlewareStack'>): void {
  middlewareStack.add(
    (next) => async (args) => {
      if (awaited === 0) awaitedSinceMs = performance.now();
      awaited += 1;
      try {
        return await next(args);
      } finally {
        awaited -= 1;
        if (awaited === 0) units.waitedMs += performance.now() - awaitedSinceMs;
      }
    },
    // The last before the request is sent, so that making it and reading its answer count as ours.
    { step: 'deserialize', priority: 'low', name: 'countWaiting' },
  );
}

function batched(input: object): number {
  const { RequestItems = {} } = input as { RequestItems?: Record<string, object[]> };
  return Object.values(RequestItems).reduce((sum, { length }) => sum + length, 0);
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
