// A refusal as a value of one shape: RFC 9457 problem details with a stable code.

/** A refusal clients can rely on: `code` never changes once published. */
export interface ProblemType {
  readonly code: string;
  readonly status: number;
  readonly title: string;
}

export const problem = (status: number, code: string, title: string): ProblemType => ({ code, status, title });

/** Refusals that any route may return; a service adds its own in its contract. */
export const problems = {
  validationFailed: problem(400, 'VALIDATION_FAILED', 'The request does not fit the contract'),
  malformedJson: problem(400, 'MALFORMED_JSON', 'The body is not JSON'),
  invalidCursor: problem(400, 'INVALID_CURSOR', 'The cursor is not one of yours for this list'),
  idempotencyKeyInvalid: problem(400, 'IDEMPOTENCY_KEY_INVALID', 'The Idempotency-Key header is missing or malformed'),
  unauthenticated: problem(401, 'UNAUTHENTICATED', 'Sign in first'),
  tokenRevoked: problem(401, 'TOKEN_REVOKED', 'This access token was revoked; refresh it or sign in again'),
  forbidden: problem(403, 'FORBIDDEN', 'Your role does not allow this'),
  notFound: problem(404, 'NOT_FOUND', 'There is nothing here'),
  methodNotAllowed: problem(405, 'METHOD_NOT_ALLOWED', 'This path does not take that method'),
  idempotencyInFlight: problem(
    409,
    'IDEMPOTENCY_IN_FLIGHT',
    'The first request with this Idempotency-Key is still running',
  ),
  unsupportedMediaType: problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json'),
  idempotencyKeyReused: problem(422, 'IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used with another body'),
  rateLimited: problem(429, 'RATE_LIMITED', 'Too many requests'),
  searchUnavailable: problem(503, 'SEARCH_UNAVAILABLE', 'Search does not answer at the moment'),
  internal: problem(500, 'INTERNAL', 'The service failed; the cause is in its log under this request id'),
} as const;

export interface ProblemDetails {
  /** A sentence for a person that says what to do about it. */
  readonly detail?: string;
  /** Which fields were wrong, by their path in the request. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  /** Response headers that go with the refusal, such as Retry-After. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by rules. The HTTP layer answers it as `application/problem+json` and does not log it as a fault. */
export class Problem extends Error {
  readonly type: ProblemType;
  readonly details: ProblemDetails;

  constructor(type: ProblemType, details: ProblemDetails | string = {}) {
    super(type.code);
    this.type = type;
    this.details = typeof details === 'string' ? { detail: details } : details;
  }
}

/** A temporary refusal: the caller may succeed after this many seconds (a whole number). */
export const tryLater = (type: ProblemType, seconds: number, detail?: string): Problem =>
  new Problem(type, { ...(detail && { detail }), headers: { 'retry-after': String(seconds) } });

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Sent with every API response, because some callers bypass the CDN and its policy. */
export const safeHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

export function problemAnswer(type: ProblemType, requestId: string, details: ProblemDetails = {}): HttpAnswer {
  const { detail, errors, headers } = details;
  return {
    statusCode: type.status,
    headers: { ...safeHeaders, 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify({
      type: `urn:problem-type:${type.code.toLowerCase().replaceAll('_', '-')}`,
      title: type.title,
      status: type.status,
      code: type.code,
      ...(detail !== undefined && { detail }),
      ...(errors !== undefined && { errors }),
      requestId,
    }),
  };
}
