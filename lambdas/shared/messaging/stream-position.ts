// How far a stream shard has been counted, written in the transaction of the counts it stands for: any replay, cut anywhere,
// adds up to the same.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { pause, systemClock } from '../base/clock.ts';
import { CONFLICT, retryOnConflict } from '../base/retry-on-conflict.ts';
import { atVersion } from '../tables/conditional-write.ts';
import { dynamodb } from '../tables/dynamodb.ts';
import { REDRIVEN_SHARD } from './stream-worker.ts';

export interface Position {
  /** Goes up by one with every write; the condition that keeps two consumers of one shard apart. */
  readonly version: number;
  /** Last record counted to its end. */
  readonly sequence: bigint;
}

const KEEP_REDRIVEN_SECONDS = 30 * 24 * 60 * 60;

/** With what else its service keeps beside it; before the first write, version 0 and nothing else. */
export async function findPosition<Beside extends object>(
  TableName: string,
  Key: object,
): Promise<Position & Partial<Beside>> {
  const { Item } = await dynamodb().send(
    new GetCommand({ TableName, Key: Key as Record<string, string>, ConsistentRead: true }),
  );
  if (!Item) return { version: 0, sequence: 0n } as Position & Partial<Beside>;
  return { ...(Item as Position & Beside), sequence: BigInt(Item.sequence) };
}

/** Moves the position to the next version, if nobody else has: one put of the transaction. */
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
    // Parked messages live 14 days; a position of one of them need not outlive the last that could come again.
    ...(shardId.startsWith(REDRIVEN_SHARD) && {
      expiration: Math.ceil(systemClock.nowMs() / 1000) + KEEP_REDRIVEN_SECONDS,
    }),
  },
  ...atVersion(version - 1),
});

/**
 * Adds tally after tally and sums up what `add` answers. It answers undefined when another consumer was faster, who has moved
 * the position: then `begin` makes the tallies of what is left. Throws after five lost races, and the batch comes again.
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
