// One item by its key, checked against the declaration of its table: a wrong attribute, or one of a wrong type, does
// not compile.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { env } from '../base/env.ts';
import type { Attribute, Keys } from '../base/resources.ts';
import { dynamodb } from './dynamodb.ts';

export interface Table extends Keys {
  readonly env: string;
}

type Held<Of> =
  Of extends Attribute<infer Name, infer Type>
    ? { readonly [Key in Name]: Type extends 'number' ? number : string }
    : unknown;

/** The attributes that identify an item of the table. */
export type KeyOf<Of extends Keys> = Held<Of['partition']> & Held<Of['sort']>;

/** `{ TableName }` of a declared table: input for a command or a part of a transaction. */
export const tableOf = ({ env: variable }: { readonly env: string }) => ({ TableName: env(variable) });

/** `itemOf(tables.tasks, { jobId, taskId })`: input for a command or a part of a transaction that concerns one item. */
export const itemOf = <const Of extends Table>(table: Of, Key: KeyOf<Of>) => ({ ...tableOf(table), Key });

export interface ItemOf {
  readonly TableName: string;
  readonly Key: Readonly<Record<string, string | number>>;
}

/** Reads an item for 1 RCU per 4 KB, or half of that when it may be stale. Answers undefined when it does not exist. */
export async function readItem<Item>(of: ItemOf, { ConsistentRead = true } = {}): Promise<Item | undefined> {
  const answer = await dynamodb().send(new GetCommand({ ...of, ConsistentRead }));
  return answer.Item as Item | undefined;
}
