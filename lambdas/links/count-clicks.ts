// Counts the click stream: each click once, whatever is delivered twice, cut short or replayed.
import { pause } from '../shared/clock.ts';
import { jitterMs } from '../shared/ids.ts';
import { type StreamRecord, streamWorker } from '../shared/stream-worker.ts';
import { addTally, readPosition } from './click-store.ts';
import { ClickBatch } from './contract.ts';
import { tallies } from './tally.ts';

// A transaction takes 100 items: these, and the position.
const MAX_ITEMS = 99;
const MAX_TRIES = 5;

// A producer whose put seemed to fail sends its clicks again under the same first number, so both may have been parked.
export const handler = streamWorker(ClickBatch, count, ({ producer, firstNumber }) => `${producer}-${firstNumber}`);

/** The number of clicks counted now; throws after five lost races, and the batch comes again. */
async function count(shardId: string, records: readonly StreamRecord<ClickBatch>[]): Promise<number> {
  let counted = 0;
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const outcome = await countFrom(shardId, records);
    counted += outcome.counted;
    if (outcome.done) return counted;
    await pause(jitterMs(50 * 2 ** attempt));
  }
  throw new Error(`Lost ${MAX_TRIES} races for the position of ${shardId}`);
}

async function countFrom(
  shardId: string,
  records: readonly StreamRecord<ClickBatch>[],
): Promise<{ counted: number; done: boolean }> {
  let counted = 0;
  for (const tally of tallies(records, await readPosition(shardId), MAX_ITEMS)) {
    if (!(await addTally(shardId, tally))) return { counted, done: false };
    counted += tally.clicks;
  }
  return { counted, done: true };
}
