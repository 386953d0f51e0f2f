// For what a person changes faster than it can be saved: one save at a time, and after it only the newest wish.

export interface Latest<T> {
  /** Resolves once nothing is left to save; rejects with the save that failed, after which only a newer wish goes on. */
  want(value: T): Promise<void>;
}

export function createLatest<T>(save: (value: T) => Promise<void>): Latest<T> {
  let next: { readonly value: T } | undefined;
  let running: Promise<void> | undefined;

  async function work(): Promise<void> {
    try {
      while (next) {
        const { value } = next;
        next = undefined;
        await save(value);
      }
    } finally {
      running = undefined;
      next = undefined;
    }
  }

  return {
    want(value) {
      next = { value };
      running ??= work();
      return running;
    },
  };
}
