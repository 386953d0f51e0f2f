// Groups work: of all callers in the same turn of the event loop, one does the work for all.

/** Every caller gets the outcome of the whole batch; when it fails, it fails for each. */
export function together<Item>(work: (items: readonly Item[]) => Promise<unknown>): (item: Item) => Promise<void> {
  let waiting: Item[] = [];
  let outcome: Promise<void> | undefined;
  return (item) => {
    waiting.push(item);
    outcome ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        const items = waiting;
        [waiting, outcome] = [[], undefined];
        work(items).then(() => resolve(), reject);
      });
    });
    return outcome;
  };
}
