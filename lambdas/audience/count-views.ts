// Counts the stream of views: each view once, even if records are redelivered, cut short or replayed.
import { countOnce } from '../shared/messaging/stream-position.ts';
import { type StreamRecord, streamWorker } from '../shared/messaging/stream-worker.ts';
import { MediaViewed } from './contract.ts';
import { tallies } from './tally.ts';
import { addTally, readHistories, readPosition } from './view-store.ts';

// A transaction takes 100 items: these, the trending ones, and the position.
const MAX_ITEMS = 98;

export const handler = streamWorker(MediaViewed, (shardId, records: readonly StreamRecord<MediaViewed>[]) =>
  countOnce(
    shardId,
    async () => {
      const position = await readPosition(shardId);
      const histories = await readHistories(new Set(records.map(({ value }) => value.userId)));
      return tallies(records, position, histories, MAX_ITEMS);
    },
    async (tally) => ((await addTally(shardId, tally)) ? tally.views.length : undefined),
  ),
);
