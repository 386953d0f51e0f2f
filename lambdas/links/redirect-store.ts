// The redirect's reads and writes, as signed calls of 5 KB instead of the SDK's 300 KB (see redirect.ts).

import { signedCall } from '../shared/aws/signed-call.ts';
import { env } from '../shared/base/env.ts';
import { putRecord } from '../shared/messaging/put-record.ts';
import type { BatchPlace } from './clicks/click.ts';
import type { ClickBatch } from './contract.ts';
import type { Found } from './destination.ts';
import { bindings } from './resources.ts';

type Attributes = { url?: { S: string }; permanent?: { BOOL: boolean }; expiresAtMs?: { N: string } };

/** 0.5 RCU: items are under 4 KB, and eventual consistency is enough. */
export async function findDestination(code: string): Promise<Found> {
  const { Item } = await signedCall<{ Item?: Attributes }>('dynamodb', 'DynamoDB_20120810.GetItem', {
    TableName: env(bindings.linksTable),
    Key: { code: { S: code } },
  });
  if (!Item) return 'unknown';
  if (!Item.url) return 'gone';
  return {
    url: Item.url.S,
    permanent: Item.permanent?.BOOL ?? false,
    expiresAtMs: Item.expiresAtMs ? Number(Item.expiresAtMs.N) : Number.POSITIVE_INFINITY,
  };
}

/** All batches of a producer go to the same shard, in order. */
export async function sendClicks(batch: ClickBatch): Promise<BatchPlace> {
  const place = await putRecord(env(bindings.clicksStream), batch.producer, batch, 300);
  return { ...place, firstNumber: batch.firstNumber };
}
