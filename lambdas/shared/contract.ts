// The vocabulary of every service contract: routes, their schemas, limits and problems. Pure: both lib/ and lambdas/ import it.
import * as z from 'zod/mini';
import type { ProblemType } from './problem.ts';

export { edgeHeaders, platformBindings, shardsBinding } from './names.ts';

/** The rate limits a route can name; their numbers are configuration (requests per minute, see lib/target.ts). */
export type LimitName = 'signIn' | 'write';
export type Limits = Record<LimitName, { readonly perAccount: number; readonly perAddress: number }>;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RouteOptions {
  readonly summary: string;
  /** `user`: needs an access token. `none`: public. */
  readonly auth: 'user' | 'none';
  /** Success status; 204 has no body. */
  readonly status: number;
  readonly path?: z.ZodMiniType;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  readonly response?: z.ZodMiniType;
  readonly limit?: LimitName;
  /** Whether the Idempotency-Key header is honoured; `none` where answers must not be stored (tokens) or nothing changes. */
  readonly idempotency?: 'required' | 'optional' | 'none';
  readonly problems?: readonly ProblemType[];
}

export interface Route extends RouteOptions {
  readonly method: Method;
  /** API Gateway path, `/api/links/{code}`. */
  readonly template: string;
}

export interface Contract {
  readonly service: string;
  readonly routes: Readonly<Record<string, Route>>;
}

/** `route('POST /api/links', {...})`: the key is API Gateway's own route key. */
export function route<const O extends RouteOptions>(key: `${Method} /${string}`, options: O): Route & O {
  const [method, template] = key.split(' ') as [Method, string];
  return { ...options, method, template };
}

/** One page of a list: `cursor` is opaque, absent on the last page. */
export const pageQuery = z.strictObject({
  limit: z._default(
    z.pipe(z.string().check(z.regex(/^[0-9]{1,3}$/)), z.transform(Number)).check(z.minimum(1), z.maximum(100)),
    20,
  ),
  cursor: z.optional(z.string().check(z.maxLength(2048))),
});
