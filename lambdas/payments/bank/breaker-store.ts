// The breaker's state, one item for all instances.
//
// pattern                  | key condition               | limit it respects
// read before an operation | id breaker                  | 3,000 RCU: 6,000 operations a second
// write, if unchanged      | id breaker, version as read | only while calls fail, and on recovery
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { writeIf } from '../../shared/tables/conditional-write.ts';
import { itemOf, readItem, tableOf } from '../../shared/tables/item.ts';
import { tables } from '../resources.ts';
import { CLOSED, type SharedBreaker } from './breaker.ts';
import type { BreakerStore } from './shield.ts';

const key = { id: 'breaker' };

export const breakerStore: BreakerStore = {
  read: async () => {
    const breaker = await readItem<SharedBreaker>(itemOf(tables.payments, key), { ConsistentRead: false });
    return breaker ?? CLOSED;
  },
  write: async (next) => {
    return writeIf(
      new PutCommand({
        ...tableOf(tables.payments),
        Item: { ...key, ...next },
        ConditionExpression: next.version === 1 ? 'attribute_not_exists(id)' : '#version = :before',
        ...(next.version > 1 && {
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':before': next.version - 1 },
        }),
      }),
    );
  },
};
