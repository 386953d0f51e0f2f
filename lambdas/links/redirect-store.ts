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

/** A visitor waits at most this long for the stream: the time of three tries. */
const MOST_MS = 1000;
const TRY_MS = 300;

/** All batches of a producer go to the same shard, in order. */
export async function sendClicks(batch: ClickBatch): Promise<BatchPlace> {
  // The first put of a cold instance has to resolve a name and shake hands, on a third of a CPU. A second try would do
  // both again, and with few visitors no later one comes: Lambda ends the instance with its click.
  const tryMs = batch.firstNumber === 1 ? MOST_MS : TRY_MS;
  const place = await putRecord(env(bindings.clicksStream), batch.producer, batch, tryMs, MOST_MS);
  return { ...place, firstNumber: batch.firstNumber };
}
