// Merges segments to keep them few, makes those of an earlier analysis anew, and removes those that no search can read
// any more. Runs every minute and on demand. It may die anywhere, and two may run at once, because only one conditional write changes the index.
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { collectionNames, IndexStore } from './index/index-store.ts';
import { DOCUMENTS, readable, replacing, toMerge } from './index/manifest.ts';
import { merge } from './index/merge.ts';
import { renewSegments } from './renew-segments.ts';

/** Most merges per run; the next run is a minute away. */
const MOST_MERGES = 6;

interface Run {
  readonly renewed: number;
  readonly merged: number;
  readonly removed: number;
  readonly segments: number;
}

/** The counts are sums over all indexes. */
export const handler = async (): Promise<Run> => {
  let sum: Run = { renewed: 0, merged: 0, removed: 0, segments: 0 };
  for (const collection of [DOCUMENTS, ...(await collectionNames())]) {
    const run = await tend(new IndexStore(collection));
    log('info', 'segments merged', { collection, ...run });
    sum = {
      renewed: sum.renewed + run.renewed,
      merged: sum.merged + run.merged,
      removed: sum.removed + run.removed,
      segments: sum.segments + run.segments,
    };
  }
  return sum;
};

async function tend(store: IndexStore): Promise<Run & { generation: number }> {
  const renewed = await renewSegments(store);
  let merged = 0;
  for (; merged < MOST_MERGES; merged += 1) if (!(await mergeOnce(store))) break;
  const nowMs = systemClock.nowMs();
  const manifest = await store.currentManifest();
  const removed = await store.removeRubbish(readable(manifest, nowMs), nowMs);
  return { renewed, merged, removed, segments: manifest.segments.length, generation: manifest.generation };
}

/** False when there was nothing to merge. */
async function mergeOnce(store: IndexStore): Promise<boolean> {
  const old = toMerge((await store.currentManifest()).segments);
  const [first] = old;
  if (!first) return false;
  const whole = await Promise.all(
    old.map(async ({ segmentId, size, tailFrom }) => ({
      bytes: await store.readSegment(segmentId, 0, size),
      tailFrom,
    })),
  );
  await store.commit(replacing(old, await store.putSegment(merge(whole), first.source)));
  return true;
}
