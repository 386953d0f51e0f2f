// The bank's ledger: a charge with everything that was booked for it, under the client's reference.
//
// pattern                        | key condition                             | cost
// a charge with its entries      | pk <reference>, consistent                | 1 RCU per 4 KB
// book: new state and one entry  | one TransactWriteItems, if unchanged      | 4 WCU
// count an attempt of a booking  | pk <reference>, sk tries#<operation>      | 1 WCU, only for the flaky source
// one entry, for its webhook     | pk <reference>, sk entry#<kind>#<ref>     | 1 RCU
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { transact } from '../shared/tables/conditional-write.ts';
import { dynamodb } from '../shared/tables/dynamodb.ts';
import { itemOf, readItem, tableOf } from '../shared/tables/item.ts';
import { keyCondition } from '../shared/tables/key-condition.ts';
import type { Booking, StoredCharge, StoredEntry } from './charge.ts';
import { tables } from './resources.ts';

const CHARGE = 'charge';
const ENTRY = 'entry#';

export interface EntryKey {
  readonly pk: string;
  readonly sk: string;
}

export const entryKey = ({
  charge,
  kind,
  reference,
}: Pick<StoredEntry, 'charge' | 'kind' | 'reference'>): EntryKey => ({
  pk: charge,
  sk: `${ENTRY}${kind}#${reference}`,
});

export interface Account {
  readonly charge?: StoredCharge;
  readonly entries: readonly StoredEntry[];
}

export async function readAccount(reference: string): Promise<Account> {
  const { Items = [] } = await dynamodb().send(
    new QueryCommand({
      ...tableOf(tables.ledger),
      ...keyCondition(tables.ledger, 'pk = :pk'),
      ExpressionAttributeValues: { ':pk': reference },
      ConsistentRead: true,
    }),
  );
  const charge = Items.find(({ sk }) => sk === CHARGE) as StoredCharge | undefined;
  const entries = Items.filter(({ sk }) => (sk as string).startsWith(ENTRY)) as unknown as StoredEntry[];
  return { ...(charge && { charge }), entries: entries.sort((a, b) => a.bookedAtMs - b.bookedAtMs) };
}

/** Returns false when another booking came first: read again and decide anew. */
export async function book({ charge, entry }: Booking): Promise<boolean> {
  const chargeWrite = {
    Put: {
      ...tableOf(tables.ledger),
      Item: { pk: charge.reference, sk: CHARGE, ...charge },
      ...(charge.version === 1
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#version = :before',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':before': charge.version - 1 },
          }),
    },
  };
  const entryWrite = entry && {
    Put: {
      ...tableOf(tables.ledger),
      Item: { ...entryKey(entry), ...entry },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
  return (await transact([chargeWrite, ...(entryWrite ? [entryWrite] : [])])) === undefined;
}

export const readEntry = (key: EntryKey): Promise<StoredEntry | undefined> => readItem(itemOf(tables.ledger, key));

/** Counts attempts, this one included. An update whose answer is lost may count twice; the bank then fails once less. */
export async function countTry(reference: string, operation: string): Promise<number> {
  const answer = await dynamodb().send(
    new UpdateCommand({
      ...itemOf(tables.ledger, { pk: reference, sk: `tries#${operation}` }),
      UpdateExpression: 'ADD tries :one',
      ExpressionAttributeValues: { ':one': 1 },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return answer.Attributes?.tries as number;
}
