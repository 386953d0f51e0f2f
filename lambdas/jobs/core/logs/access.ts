// The content of one line of an access log.

/** Units of a duration that is a whole number. Also a part of the contract, so this file stays free of other code. */
export const durationUnits = ['us', 'ms', 's'] as const;
export type DurationUnit = (typeof durationUnits)[number];

export interface Access {
  /** `2026-11-22T10:46Z`. */
  readonly minute: string;
  readonly client: string;
  /** Absent, as the path is, when what the client sent is no request. */
  readonly method: string | undefined;
  /** Path without the query. */
  readonly path: string | undefined;
  readonly status: number;
  readonly durationMs: number | undefined;
}
