// Reads many items by their keys, with as many calls as needed, and retries keys that a response had no room for.
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { pause } from '../base/clock.ts';
import { jitterMs } from '../base/ids.ts';
import { dynamodb } from './dynamodb.ts';
import type { ItemOf } from './item.ts';

const MAX_KEYS = 100;

/** Items of one table that exist, in no particular order; keys must differ. 0.5 RCU per 4 KB and item, 1 if consistent. */
export async function readItems<Item>(
  of: readonly ItemOf[],
  { ConsistentRead }: { readonly ConsistentRead: boolean },
): Promise<Item[]> {
  const items: Item[] = [];
  const TableName = of[0]?.TableName ?? '';
  let wanted: Record<string, unknown>[] = of.map(({ Key }) => Key);
  while (wanted.length > 0) {
    const Keys = wanted.slice(0, MAX_KEYS);
    const answer = await dynamodb().send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead } } }),
    );
    items.push(...((answer.Responses?.[TableName] ?? []) as Item[]));
    // At least one item was read, or the call would have failed; the rest exceeded the response size or the table's
    // throughput.
    const left = answer.UnprocessedKeys?.[TableName]?.Keys ?? [];
    if (left.length > 0) await pause(jitterMs(50));
    wanted = [...wanted.slice(MAX_KEYS), ...left];
  }
  return items;
}

/** The same by an id, of which each item has another. */
export async function readById<Item>(
  of: readonly ItemOf[],
  idOf: (item: Item) => string,
  options: { readonly ConsistentRead: boolean },
): Promise<ReadonlyMap<string, Item>> {
  const items = await readItems<Item>(of, options);
  return new Map(items.map((item) => [idOf(item), item]));
}
