// The facts that a rule knows about its call, besides the input.

export interface Call {
  readonly nowMs: number;
  /** The same for every retry with the same Idempotency-Key from this user on this route; random without a key. */
  readonly operationId: string;
  /** Part of every event that this request causes. */
  readonly correlationId: string;
}
