// Saves a value that a user changes faster than it can be saved: one save at a time, then only the newest value.

export interface Latest<T> {
  /** Resolves once nothing is left to save. Rejects with the failed save's error and drops the waiting value. */
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
