// Codes that were mailed, as keyed hashes: one for each user and purpose. No try is free, not even a right one.
//
// pattern        | call                                                        | cost
// issue          | put purpose + user, unless one was issued within the minute | 1 WCU
// try            | update, while the code is good and has tries left           | 1 WCU
// use up         | delete, if it is still this code                            | 1 WCU
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { updateIf, writeIf } from '../shared/tables/conditional-write.ts';
import { itemOf } from '../shared/tables/item.ts';
import { CODE_SECONDS } from './code.ts';
import type { Purpose } from './contract.ts';
import { tables } from './resources.ts';

/** A mailbox receives no more than one mail of a kind in this time, whoever asks for it. */
const BETWEEN_MS = 60_000;
/** Of 2^50 codes. */
const MOST_TRIES = 5;

interface StoredCode {
  readonly hash: string;
}

const keyOf = (purpose: Purpose, userId: string) => itemOf(tables.codes, { id: `${purpose}#${userId}` });

/** Replaces the code before; false when that one was issued within the last minute. */
export async function issueCode(purpose: Purpose, userId: string, hash: string, nowMs: number): Promise<boolean> {
  const { item } = await updateIf<StoredCode>({
    ...keyOf(purpose, userId),
    UpdateExpression: 'SET #hash = :hash, tries = :none, issuedAtMs = :now, goodUntilMs = :until, expiration = :gone',
    ConditionExpression: 'attribute_not_exists(issuedAtMs) OR issuedAtMs <= :before',
    ExpressionAttributeNames: { '#hash': 'hash' },
    ExpressionAttributeValues: {
      ':hash': hash,
      ':none': 0,
      ':now': nowMs,
      ':until': nowMs + CODE_SECONDS * 1000,
      ':gone': Math.ceil(nowMs / 1000) + CODE_SECONDS,
      ':before': nowMs - BETWEEN_MS,
    },
  });
  // Also if the condition failed: a retry meets the code of its first attempt.
  return item?.hash === hash;
}

/** Counts a try and returns the hash to compare with; undefined when no code is good or its tries are used up. */
export async function tryCode(purpose: Purpose, userId: string, nowMs: number): Promise<string | undefined> {
  const { written, item } = await updateIf<StoredCode>({
    ...keyOf(purpose, userId),
    UpdateExpression: 'ADD tries :one',
    ConditionExpression: 'goodUntilMs > :now AND tries < :most',
    ExpressionAttributeValues: { ':one': 1, ':now': nowMs, ':most': MOST_TRIES },
  });
  return written ? item?.hash : undefined;
}

/** Of two uses at the same time, the second finds none: false. */
export const useUpCode = (purpose: Purpose, userId: string, hash: string): Promise<boolean> =>
  writeIf(
    new DeleteCommand({
      ...keyOf(purpose, userId),
      ConditionExpression: '#hash = :hash',
      ExpressionAttributeNames: { '#hash': 'hash' },
      ExpressionAttributeValues: { ':hash': hash },
    }),
  );
