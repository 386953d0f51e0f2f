// What one line of an access log says.

/** Of a duration that is a whole number. */
export type DurationUnit = 'us' | 'ms' | 's';

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
