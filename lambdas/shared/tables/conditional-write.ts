// Conditional writes, single and in transactions. A conflict is retried with full jitter; a failed condition is a
// result. DynamoDB reports both as errors, and for a transaction both as the same error.
import {
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  type DeleteCommand,
  PutCommand,
  type PutCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { pause } from '../base/clock.ts';
import { waitMs } from '../base/waits/backoff.ts';
import { dynamodb } from './dynamodb.ts';
import { type KeyOf, type Table, tableOf } from './item.ts';

/** Waits of at most 2.1 s in all. */
const MAX_TRIES = 9;
const WAITS = { firstMs: 20, capMs: 500 };
const PASSING = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

function isPassing(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code = 'None' }) => Code).filter((code) => code !== 'None');
  return codes.length > 0 && codes.every((code) => PASSING.has(code));
}

/**
 * Repeats the call while another transaction is using the same items. Single writes and reads conflict with
 * transactions too.
 */
export async function patiently<Answer>(send: () => Promise<Answer>, wait = pause): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      if (!isPassing(error) || tries === MAX_TRIES) throw error;
      await wait(waitMs(WAITS, tries));
    }
  }
}

/** True if written, false if the condition failed. */
export async function writeIf(write: PutCommand | UpdateCommand | DeleteCommand): Promise<boolean> {
  try {
    await patiently(() => dynamodb().send(write as PutCommand));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** The item after an update, or as it is if the condition failed; undefined if there is none. */
interface Updated<Item> {
  readonly written: boolean;
  readonly item: Item | undefined;
}

export async function updateIf<Item>(update: UpdateCommandInput, client = dynamodb()): Promise<Updated<Item>> {
  const command = new UpdateCommand({
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    ...update,
  });
  try {
    const { Attributes } = await patiently(() => client.send(command));
    return { written: true, item: Attributes as Item | undefined };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { written: false, item: error.Item && (unmarshall(error.Item) as Item) };
  }
}

/** Undefined if put; the existing item if the condition failed. */
export async function putOrFind<Item>(put: PutCommandInput): Promise<Item | undefined> {
  const command = new PutCommand({ ...put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
  try {
    await patiently(() => dynamodb().send(command));
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
    return unmarshall(error.Item) as Item;
  }
}

/**
 * Stores a copy unless this version or a later one is stored: events come repeatedly and in any order. Returns whether
 * it is stored.
 */
export const keepNewest = <const Of extends Table>(
  table: Of,
  item: KeyOf<Of> & { readonly version: number },
): Promise<boolean> =>
  writeIf(
    new PutCommand({
      ...tableOf(table),
      Item: item,
      ConditionExpression: 'attribute_not_exists(version) OR version < :version',
      ExpressionAttributeValues: { ':version': item.version },
    }),
  );

/** Condition for putting the next version: the item is still at `version`; 0 means that there is none. */
export const atVersion = (version: number) =>
  version === 0
    ? { ConditionExpression: 'attribute_not_exists(version)' }
    : { ConditionExpression: 'version = :before', ExpressionAttributeValues: { ':before': version } };

/**
 * Undefined if everything is written. If a condition failed, nothing is written and the result is the reasons, one per
 * write.
 */
export async function transact(
  TransactItems: NonNullable<TransactWriteCommandInput['TransactItems']>,
): Promise<readonly CancellationReason[] | undefined> {
  try {
    await patiently(() => dynamodb().send(new TransactWriteCommand({ TransactItems })));
    return undefined;
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return reasons;
    throw error;
  }
}
