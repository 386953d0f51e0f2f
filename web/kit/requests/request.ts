// Sends one request to the API; a refused access token is traded for a new one exactly once.
import type { Method } from '../../../lambdas/shared/base/contract.ts';
import type { Session } from '../../../lambdas/users/contract.ts';
import type { Store } from '../store.ts';
import { readFailure } from './failure.ts';

export type Tokens = Pick<Session, 'accessToken' | 'refreshToken'>;

interface RequestOptions {
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  /** `none`: never sends the token, so a 401 is a plain answer and does not end the session. */
  readonly auth?: 'user' | 'none';
  /** The last known version: while it is unchanged, the answer is `undefined`. Each answer updates it. */
  readonly seen?: Seen;
  /** Aborts when the caller no longer waits for the answer: `fetch` rejects. */
  readonly signal?: AbortSignal;
}

export interface Seen {
  etag?: string;
}

export type Send = <T>(method: Method, path: `/api/${string}`, options?: RequestOptions) => Promise<T>;

/** Throws `Failure` for every status other than 2xx. The session ends only when the API itself refuses to renew it. */
export function createSend(fetchFrom: typeof fetch, session: Store<Tokens | undefined>): Send {
  let refreshing: Promise<void> | undefined;

  function attempt(
    method: Method,
    path: string,
    { body, idempotencyKey, auth, seen, signal }: RequestOptions,
  ): Promise<Response> {
    const headers = new Headers({ accept: 'application/json' });
    if (body !== undefined) headers.set('content-type', 'application/json');
    if (seen?.etag) headers.set('if-none-match', seen.etag);
    if (idempotencyKey) headers.set('idempotency-key', idempotencyKey);
    const tokens = session.get();
    if (auth !== 'none' && tokens) headers.set('authorization', `Bearer ${tokens.accessToken}`);
    return fetchFrom(path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  }

  /** Does nothing if a user signed in or out in the meantime. */
  const replace = (before: Tokens | undefined, after: Tokens | undefined): void => {
    if (session.get() === before) session.set(after);
  };

  async function refresh(used: Tokens): Promise<void> {
    const { refreshToken } = used;
    const response = await attempt('POST', '/api/sessions/refresh', { body: { refreshToken }, auth: 'none' });
    if (response.status === 401) replace(used, undefined);
    if (!response.ok) throw await readFailure(response);
    replace(used, (await response.json()) as Tokens);
  }

  return async <T>(method: Method, path: `/api/${string}`, options: RequestOptions = {}): Promise<T> => {
    const used = session.get();
    let response = await attempt(method, path, options);
    if (response.status === 401 && options.auth !== 'none' && used) {
      // Requests that are refused together share one refresh; a late one finds the new token already there.
      if (session.get() === used) {
        refreshing ??= refresh(used).finally(() => {
          refreshing = undefined;
        });
        await refreshing;
      }
      const current = session.get();
      response = await attempt(method, path, options);
      if (response.status === 401) replace(current, undefined);
    }
    if (response.status === 304) return undefined as T;
    if (!response.ok) throw await readFailure(response);
    const etag = response.headers.get('etag');
    if (options.seen && etag) options.seen.etag = etag;
    return (response.status === 204 ? undefined : await response.json()) as T;
  };
}
