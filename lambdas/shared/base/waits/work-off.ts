// Works through a list a few items at a time, and starts nothing new when the function's time is nearly over.
import { systemClock } from '../clock.ts';
import { log } from '../log.ts';

/**
 * Returns the number of items started; `work` must not throw. The next call that builds the list finds the rest again.
 */
export async function workOff<Item>(
  items: readonly Item[],
  { atATime, untilMs }: { readonly atATime: number; readonly untilMs: number },
  work: (item: Item) => Promise<unknown>,
): Promise<number> {
  let begun = 0;
  const queue = items.values();
  const worker = async (): Promise<void> => {
    while (systemClock.nowMs() < untilMs) {
      const next = queue.next();
      if (next.done) return;
      begun += 1;
      await work(next.value);
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return begun;
}

interface Sweep {
  readonly startedMs: number;
  /** Nothing new starts when this much time has passed. */
  readonly mostMs: number;
  readonly atATime: number;
  /** Log messages: of the sweep, and of one item that failed. */
  readonly done: string;
  readonly failed: string;
  /** The log field that holds an item's id. */
  readonly field: string;
}

/**
 * Works off ids and returns, and logs, how many had each outcome. An id whose work throws is logged and counts as
 * `failed`; a later sweep finds it again.
 */
export async function sweep<Outcome extends string>(
  ids: readonly string[],
  { startedMs, mostMs, atATime, done, failed, field }: Sweep,
  work: (id: string) => Promise<Outcome>,
): Promise<Partial<Record<Outcome | 'failed', number>>> {
  const counts: Partial<Record<Outcome | 'failed', number>> = {};
  await workOff(ids, { atATime, untilMs: startedMs + mostMs }, async (id) => {
    const outcome = await work(id).catch((error: unknown) => {
      log('error', failed, { [field]: id }, error);
      return 'failed' as const;
    });
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  });
  log('info', done, { ...counts, durationMs: systemClock.nowMs() - startedMs });
  return counts;
}
