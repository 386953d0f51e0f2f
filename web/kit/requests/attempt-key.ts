// Gives the tries of one form one Idempotency-Key, so that a lost answer never makes a second link.

export interface AttemptKeys {
  /** The key of the last try if it sent the same body, else a new one: a used key refuses another body (422). */
  keyFor(body: unknown): string;
  /** The try has its answer; the same body now means another link. */
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
