// Gives all tries of one form the same Idempotency-Key, so that a lost answer never creates a second link.

export interface AttemptKeys {
  /** Returns the last try's key for the same body, else a new one: a used key with another body is refused (422). */
  keyFor(body: unknown): string;
  /** The try has its answer; from now on the same body means another link. */
  settle(): void;
}

export function createAttemptKeys(newKey: () => string = () => crypto.randomUUID()): AttemptKeys {
  let last: { readonly body: string; readonly key: string } | undefined;
  return {
    keyFor(value) {
      const body = JSON.stringify(value);
      if (last?.body !== body) last = { body, key: newKey() };
      return last.key;
    },
    settle() {
      last = undefined;
    },
  };
}
