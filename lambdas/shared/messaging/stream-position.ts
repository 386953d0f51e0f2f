// The position up to which a stream shard has been counted, written in the same transaction as the counts. Any replay,
// cut anywhere, gives the same totals.
import { pause, systemClock } from '../base/clock.ts';
import { CONFLICT, retryOnConflict } from '../base/waits/retry-on-conflict.ts';
import { atVersion } from '../tables/conditional-write.ts';
import { type ItemOf, readItem } from '../tables/item.ts';
import { REDRIVEN_SHARD } from './stream-worker.ts';

export interface Position {
  /** Grows by one with every write; the write condition on it keeps two consumers of one shard from counting twice. */
  readonly version: number;
  /** Last fully counted record. */
  readonly sequence: bigint;
}

const KEEP_REDRIVEN_SECONDS = 30 * 24 * 60 * 60;

/**
 * Includes whatever else the service stores beside the position. Before the first write: version 0 and nothing else.
 */
export async function findPosition<Beside extends object>(of: ItemOf): Promise<Position & Partial<Beside>> {
  const item = await readItem<Beside & { readonly version: number; readonly sequence: string }>(of);
  if (!item) return { version: 0, sequence: 0n } as Position & Partial<Beside>;
  return { ...item, sequence: BigInt(item.sequence) };
}

/** The transaction's put that moves the position to the next version, on the condition that nothing else has. */
export const positionPut = (
  shardId: string,
  Key: object,
  { version, sequence, ...beside }: Position & Record<string, unknown>,
) => ({
  Item: {
    ...Key,
    ...beside,
    version,
    sequence: String(sequence),
    // Parked messages live 14 days, so a redriven record's position can expire after the last possible redelivery.
    ...(shardId.startsWith(REDRIVEN_SHARD) && {
      expiration: Math.ceil(systemClock.nowMs() / 1000) + KEEP_REDRIVEN_SECONDS,
    }),
  },
  ...atVersion(version - 1),
});

/**
 * Adds one tally after another and sums the results of `add`. When `add` returns undefined, another consumer was faster
 * and has moved the position: `begin` then makes the tallies of the remaining records. Throws after five lost races,
 * and the batch is redelivered.
 */
export async function countOnce<Tally>(
  shardId: string,
  begin: () => Promise<Iterable<Tally>>,
  add: (tally: Tally) => Promise<number | undefined>,
  wait = pause,
): Promise<number> {
  let counted = 0;
  const attempt = async () => {
    for (const tally of await begin()) {
      const added = await add(tally);
      if (added === undefined) return CONFLICT;
      counted += added;
    }
    return counted;
  };
  return retryOnConflict(`the position of ${shardId}`, attempt, { tries: 5, firstMs: 100, capMs: 800, wait });
}
