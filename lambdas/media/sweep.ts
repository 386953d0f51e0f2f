// Settles what is due: uploads that never arrived, copies that were not finished, bytes that nothing names. Runs every
// minute and on demand.
import { systemClock } from '../shared/base/clock.ts';
import { sweep } from '../shared/base/waits/work-off.ts';
import { settle } from './settle-media.ts';
import { dueMedia } from './store.ts';

const PER_SHARD = 100;
const SWEEP = {
  mostMs: 40_000,
  atATime: 5,
  done: 'media swept',
  failed: 'media not settled, will be retried',
  field: 'mediaId',
};

/** The number of items per outcome, which appears in the log. */
export const handler = async () => {
  const startedMs = systemClock.nowMs();
  const mediaIds = await dueMedia(startedMs, PER_SHARD);
  return sweep(mediaIds, { ...SWEEP, startedMs }, async (id) => (await settle(id, systemClock.nowMs())).did);
};
