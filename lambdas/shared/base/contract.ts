// The vocabulary of every service contract: routes with their schemas, limits and problems. Pure: both lib/ and
// lambdas/ import it.
import * as z from 'zod/mini';
import type { ProblemType } from './problem.ts';
import type { BucketDeclaration, StreamDeclaration, TableDeclaration } from './resources.ts';

export { busSource, detailType, type EventType, event } from './event.ts';
export { edgeHeaders, platformBindings, searchBindings, shardsBinding } from './names.ts';
export { straysOf } from './path-template.ts';
export { platformTables } from './platform-tables.ts';
export type { BucketDeclaration, IndexDeclaration, Prefix, StreamDeclaration, TableDeclaration } from './resources.ts';

/** How long an Idempotency-Key names its operation, and the operation's answer is kept. */
export const answersKeptSeconds = 24 * 60 * 60;

/** How long an access token is valid: a change of its user's roles shows in the next one. */
export const accessTokenSeconds = 60 * 60;

/** Requests per minute. */
export interface Rates {
  readonly perAccount: number;
  readonly perAddress: number;
}
/** The rate limits that systems share. Their values are configuration (lib/target.ts). */
type SharedLimit = 'signIn' | 'write';
/** A shared limit, or one that the system declares for itself. The name separates its counts from others. */
export type Limit = SharedLimit | (Rates & { readonly name: string });
export interface Limits extends Readonly<Record<SharedLimit, Rates>> {
  /** Replaces the rates that systems declare for themselves. Default: as declared. */
  readonly own?: Rates;
}

/** Roles a user can have besides customer: groups of the user pool. */
export const roles = ['admin', 'merchant', 'driver'] as const;
export type Role = (typeof roles)[number];

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RouteOptions {
  readonly summary: string;
  /** `user`: needs an access token. `none`: public. */
  readonly auth: 'user' | 'none';
  /** The caller must have one of these roles. Default: any signed-in user. */
  readonly roles?: readonly Role[];
  /** Success status; 204 has no body. */
  readonly status: number;
  readonly path?: z.ZodMiniType;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  /** Encoding of the body; `form` is `application/x-www-form-urlencoded`, where every value is text. Default: JSON. */
  readonly encoding?: 'json' | 'form';
  /** Headers the rule reads, by lower-case name. A `z.object`, because requests always carry other headers too. */
  readonly headers?: z.ZodMiniType;
  readonly response?: z.ZodMiniType;
  /** Media type of a text response. Default: JSON. */
  readonly produces?: string;
  readonly limit?: Limit;
  /**
   * Whether the route honours the Idempotency-Key header; `none` where responses must not be stored (tokens) or nothing
   * changes.
   */
  readonly idempotency?: 'required' | 'optional' | 'none';
  /** How long anyone may cache the response. Default: not at all. */
  readonly cacheSeconds?: number;
  /** The caller may cache the response and revalidate it with If-None-Match. For routes that clients poll. */
  readonly revalidated?: boolean;
  readonly problems?: readonly ProblemType[];
  /** A request and its response, shown in docs/openapi.json. Both fit their schemas (test/infra/openapi.test.ts). */
  readonly example?: {
    readonly path?: object;
    readonly query?: object;
    readonly body?: object;
    readonly response?: object;
  };
}

export interface Route extends RouteOptions {
  readonly method: Method;
  /** API Gateway path, `/api/links/{code}`. */
  readonly template: string;
}

export interface MessageOptions {
  readonly summary: string;
  /** Fields besides `action`. */
  readonly body: z.ZodMiniObject;
  /** The reply to the sender of a valid message. Default: none. */
  readonly reply?: z.ZodMiniObject;
  readonly limit?: Limit;
  readonly problems?: readonly ProblemType[];
}

/** A WebSocket message; its `action` selects the route. */
export interface Message extends MessageOptions {
  readonly action: string;
}

/** Everything a system offers and keeps. Its stack, code, API document and architecture rules derive from it. */
export interface Contract {
  readonly service: string;
  readonly routes: Readonly<Record<string, Route>>;
  readonly messages?: Readonly<Record<string, Message>>;
  readonly tables?: Readonly<Record<string, TableDeclaration>>;
  readonly buckets?: Readonly<Record<string, BucketDeclaration>>;
  readonly streams?: Readonly<Record<string, StreamDeclaration>>;
  /** Path pattern whose responses the CDN caches for as long as they allow (cacheSeconds). */
  readonly keptByCdn?: `/${string}`;
}

/**
 * Whether the route refuses a revoked token: it changes something, it costs enough to be limited, or it needs a role.
 * Other reads accept a token until it expires.
 */
export const refusesRevoked = ({ auth, method, limit, roles }: Route): boolean =>
  auth === 'user' && (method !== 'GET' || limit !== undefined || roles !== undefined);

/** Whether the route counts requests or stores responses, so its service needs a guard table. */
export const needsGuard = ({ limit, idempotency = 'none' }: RouteOptions): boolean =>
  limit !== undefined || idempotency !== 'none';

/** `route('POST /api/links', {...})`: the key is the API Gateway route key. */
export function route<const O extends RouteOptions>(key: `${Method} /${string}`, options: O): Route & O {
  const [method, template] = key.split(' ') as [Method, string];
  return { ...options, method, template };
}

/**
 * `message('say', {...})`: the action is the API Gateway route key. A reserved name ($connect, ...) does not compile.
 */
export const message = <const Action extends string, const O extends MessageOptions>(
  action: Action extends `$${string}` ? never : Action,
  options: O,
): O & { readonly action: Action } => ({ ...options, action });

/**
 * Text of `min` to `max` characters, counted in code points as JSON Schema does; zod's maxLength counts UTF-16 units.
 */
export const text = (min: number, max: number) =>
  z
    .string()
    .check(
      z.refine((given) => given.length >= min && given.length <= 2 * max && [...given].length <= max, {
        error: `Too long or too short: expected string to have ${min} to ${max} characters`,
      }),
    )
    .register(z.globalRegistry, { override: { minLength: min || undefined, maxLength: max } });

/** Text that JSON and UTF-8 can encode: no lone surrogates. */
export const prose = (min: number, max: number) => text(min, max).check(z.refine((given) => given.isWellFormed()));

/** A whole number in a query string; the API document shows an integer. */
export function wholeNumber(min: number, max: number, byDefault: number) {
  const digits = z.string().check(z.regex(new RegExp(`^[0-9]{1,${String(max).length}}$`)));
  const number = z.pipe(digits, z.transform(Number)).check(z.minimum(min), z.maximum(max));
  const shown = { type: 'integer' as const, pattern: undefined, minimum: min, maximum: max, default: byDefault };
  return z._default(number, byDefault).register(z.globalRegistry, { override: shown });
}

/** One page of a list; `cursor` is opaque and absent on the last page. */
export const pageQuery = z.strictObject({ limit: wholeNumber(1, 100, 20), cursor: z.optional(text(0, 2048)) });
