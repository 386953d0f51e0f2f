// Works through a list a few at a time, and begins nothing new when its function's time is nearly over.
import { systemClock } from './clock.ts';

/** The number begun; `work` must not throw. What is left over is found again by whoever made the list. */
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
