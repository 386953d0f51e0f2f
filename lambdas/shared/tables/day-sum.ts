// Sums of a UTC day that may not exceed a limit. DynamoDB removes a sum two days later.
import type { ItemOf } from './item.ts';

const KEEP_SECONDS = 2 * 86_400;

interface DaySum {
  /** The attribute that holds the sum. */
  readonly sum: string;
  readonly amount: number;
  /** The largest sum of a day. */
  readonly most: number;
  readonly nowMs: number;
}

/** Adds an amount to the sum in this item, whose key names the day. The condition fails if the sum would exceed `most`. */
export const addToDay = (item: ItemOf, { sum, amount, most, nowMs }: DaySum) => ({
  ...item,
  UpdateExpression: 'ADD #sum :amount SET expiration = :expiration',
  ConditionExpression: amount > most ? '#sum <= :room' : 'attribute_not_exists(#sum) OR #sum <= :room',
  ExpressionAttributeNames: { '#sum': sum },
  ExpressionAttributeValues: {
    ':amount': amount,
    ':room': most - amount,
    ':expiration': Math.ceil(nowMs / 1000) + KEEP_SECONDS,
  },
});
