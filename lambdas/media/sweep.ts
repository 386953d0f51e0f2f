// Settles what is due: uploads that never arrived, copies that were not finished, bytes that nothing names. Runs every
// minute and on demand.
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { workOff } from '../shared/base/waits/work-off.ts';
import { type Settled, settle } from './settle-media.ts';
import { dueMedia } from './store.ts';

const PER_SHARD = 100;
const AT_ONCE = 5;
const MOST_MS = 40_000;

type Outcome = Settled['did'] | 'failed';

/** The number of items per outcome, which appears in the log. */
export const handler = async (): Promise<Partial<Record<Outcome, number>>> => {
  const startedMs = systemClock.nowMs();
  const counts: Partial<Record<Outcome, number>> = {};
  const mediaIds = await dueMedia(startedMs, PER_SHARD);
  await workOff(mediaIds, { atATime: AT_ONCE, untilMs: startedMs + MOST_MS }, async (mediaId) => {
    const outcome = await sweep(mediaId);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  });
  log('info', 'media swept', { ...counts, durationMs: systemClock.nowMs() - startedMs });
  return counts;
};

async function sweep(mediaId: string): Promise<Outcome> {
  try {
    return (await settle(mediaId, systemClock.nowMs())).did;
  } catch (error) {
    log('error', 'media not settled, comes again', { mediaId }, error);
    return 'failed';
  }
}
