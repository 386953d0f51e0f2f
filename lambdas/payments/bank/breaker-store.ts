// The breaker's state, one item for all instances.
//
// pattern                  | key condition               | limit it respects
// read before an operation | id breaker                  | 3,000 RCU: 6,000 operations a second
// write, if unchanged      | id breaker, version as read | only while calls fail, and on recovery
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { env } from '../../shared/base/env.ts';
import { writeIf } from '../../shared/tables/conditional-write.ts';
import { dynamodb } from '../../shared/tables/dynamodb.ts';
import { bindings } from '../resources.ts';
import { CLOSED, type SharedBreaker } from './breaker.ts';
import type { BreakerStore } from './shield.ts';

const table = () => ({ TableName: env(bindings.paymentsTable) });
const Key = { id: 'breaker' };

export const breakerStore: BreakerStore = {
  read: async () => {
    const answer = await dynamodb().send(new GetCommand({ ...table(), Key }));
    return (answer.Item as SharedBreaker | undefined) ?? CLOSED;
  },
  write: async (next) => {
    return writeIf(
      new PutCommand({
        ...table(),
        Item: { ...Key, ...next },
        ConditionExpression: next.version === 1 ? 'attribute_not_exists(id)' : '#version = :before',
        ...(next.version > 1 && {
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':before': next.version - 1 },
        }),
      }),
    );
  },
};
