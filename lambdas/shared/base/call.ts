// What a rule is told of the call that it serves, beside what is asked.

export interface Call {
  readonly nowMs: number;
  /** The same for every try with the same Idempotency-Key of this user on this route; random without a key. */
  readonly operationId: string;
  /** Goes with every event this request causes. */
  readonly correlationId: string;
}
