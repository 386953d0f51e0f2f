// Counts the click stream: each click once, even when records are redelivered, cut short or replayed.
import { countOnce } from '../shared/messaging/stream-position.ts';
import { type StreamRecord, streamWorker } from '../shared/messaging/stream-worker.ts';
import { addTally, readPosition } from './clicks/click-store.ts';
import { tallies } from './clicks/tally.ts';
import { ClickBatch } from './contract.ts';

// A transaction takes 100 items: these and the position.
const MAX_ITEMS = 99;

const count = (shardId: string, records: readonly StreamRecord<ClickBatch>[]): Promise<number> =>
  countOnce(
    shardId,
    async () => tallies(records, await readPosition(shardId), MAX_ITEMS),
    async (tally) => ((await addTally(shardId, tally)) ? tally.clicks : undefined),
  );

// A producer whose put seemed to fail resends its clicks under the same first number, so both batches may be parked.
export const handler = streamWorker(ClickBatch, count, ({ producer, firstNumber }) => `${producer}-${firstNumber}`);
