// Merges segments to keep them few, makes those of an earlier analysis anew, and removes those that no search can read
// any more. Runs every minute and on demand. It may die anywhere, and two may run at once, because only one conditional write changes the index.
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { commit, currentManifest, putSegment, readSegment, removeRubbish } from './index/index-store.ts';
import { readable, replacing, toMerge } from './index/manifest.ts';
import { merge } from './index/merge.ts';
import { renewSegments } from './renew-segments.ts';

/** Most merges per run; the next run is a minute away. */
const MOST_MERGES = 6;

export const handler = async (): Promise<{ renewed: number; merged: number; removed: number; segments: number }> => {
  const renewed = await renewSegments();
  let merged = 0;
  for (; merged < MOST_MERGES; merged += 1) if (!(await mergeOnce())) break;
  const nowMs = systemClock.nowMs();
  const manifest = await currentManifest();
  const removed = await removeRubbish(readable(manifest, nowMs), nowMs);
  const segments = manifest.segments.length;
  log('info', 'segments merged', { renewed, merged, removed, segments, generation: manifest.generation });
  return { renewed, merged, removed, segments };
};

/** False when there was nothing to merge. */
async function mergeOnce(): Promise<boolean> {
  const old = toMerge((await currentManifest()).segments);
  const [first] = old;
  if (!first) return false;
  const whole = await Promise.all(
    old.map(async ({ segmentId, size, tailFrom }) => ({ bytes: await readSegment(segmentId, 0, size), tailFrom })),
  );
  await commit(replacing(old, await putSegment(merge(whole), first.source)));
  return true;
}
