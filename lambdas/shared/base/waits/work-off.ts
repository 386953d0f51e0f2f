// Works through a list a few items at a time, and starts nothing new when the function's time is nearly over.
import { systemClock } from '../clock.ts';

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
