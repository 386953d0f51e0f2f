// Turns whatever arrived instead of an answer into words for the user.

export interface FailureText {
  readonly title: string;
  readonly detail?: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  /** Set only where it can be looked up: the service failed, and its log has the cause under this id. */
  readonly requestId?: string;
}

/** The API refused the request, or something in front of it did. */
export class Failure extends Error {
  readonly status: number;
  readonly text: FailureText;

  constructor(status: number, text: FailureText) {
    super(text.title);
    this.status = status;
    this.text = text;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

function fieldErrors(value: unknown): FailureText['errors'] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isRecord)
    .map(({ path, message }) => ({ path: String(path ?? ''), message: String(message ?? '') }));
}

function withoutProblem(status: number): string {
  // The gateway's authorizer answers {"message":"Unauthorized"} before any of our code runs.
  if (status === 401) return 'Your session has ended. Sign in again.';
  if (status === 429) return 'Too many requests. Try again in a moment.';
  if (status >= 500) return 'The service did not answer. Try again in a moment.';
  return `The request was refused (status ${status}).`;
}

/** Reads RFC 9457 problems. Gateway and CDN answers have other shapes, so only their status is read. */
export async function readFailure(response: Response): Promise<Failure> {
  const { status } = response;
  const body: unknown = await response.json().catch(() => undefined);
  const title = isRecord(body) ? textOf(body.title) : undefined;
  if (!isRecord(body) || title === undefined) return new Failure(status, { title: withoutProblem(status), errors: [] });
  const detail = textOf(body.detail);
  const requestId = status >= 500 ? textOf(body.requestId) : undefined;
  return new Failure(status, {
    title,
    errors: fieldErrors(body.errors),
    ...(detail && detail !== title && { detail }),
    ...(requestId && { requestId }),
  });
}

/** Describes anything a request can throw: a refusal, or `fetch`'s TypeError when nothing answered. */
export function describe(error: unknown): FailureText {
  if (error instanceof Failure) return error.text;
  if (error instanceof TypeError) {
    return { title: 'No answer from the network', detail: 'Check the connection, then try again.', errors: [] };
  }
  return { title: 'Something went wrong in this page', detail: String(error), errors: [] };
}
