// Converts an API Gateway event into the input of a rule, by the route's contract. Refuses what does not fit, naming
// its path.
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { en } from 'zod/locales';
import * as z from 'zod/mini';
import type { Route } from '../base/contract.ts';
import { Problem, problems } from '../base/problem.ts';
import { edgeOf } from './client-address.ts';

// zod/mini ships without messages, which clients need.
z.config(en());

/** A request through API Gateway; only routes with the JWT authorizer have `authorizer`. */
export type HttpEvent = Omit<APIGatewayProxyEventV2WithJWTAuthorizer, 'requestContext'> & {
  requestContext: Omit<APIGatewayProxyEventV2WithJWTAuthorizer['requestContext'], 'authorizer'> & {
    authorizer?: APIGatewayProxyEventV2WithJWTAuthorizer['requestContext']['authorizer'];
  };
};

/** The signed-in user, from the verified access token. */
export interface Caller {
  readonly userId: string;
  readonly roles: readonly string[];
  /** When the token was issued, in epoch seconds. */
  readonly issuedAt: number;
  readonly accessToken: string;
}

type Output<Schema> = Schema extends z.ZodMiniType ? z.output<Schema> : undefined;

export interface Parsed<R extends Route = Route> {
  readonly user: R['auth'] extends 'user' ? Caller : undefined;
  readonly path: Output<R['path']>;
  readonly query: Output<R['query']>;
  readonly headers: Output<R['headers']>;
  readonly body: Output<R['body']>;
  /** The exact bytes of the body as text, which signatures cover. */
  readonly rawBody: string;
  /**
   * The headers that the CDN added, as they came. Sent with a call to our own API, they make its limits count the
   * caller's address and not this function's. Only the API tells whether they are genuine.
   */
  readonly edge: Readonly<Record<string, string>>;
}

/** Everything the route's contract names, validated. Refuses unknown fields, parameters and token kinds. */
export function parseRequest(route: Route, event: HttpEvent): Parsed<Route> {
  const user = route.auth === 'user' ? caller(event) : undefined;
  if (user && route.roles && !route.roles.some((role) => user.roles.includes(role)))
    throw new Problem(problems.forbidden, `Required role: ${route.roles.join(' or ')}.`);
  return {
    user: user as Parsed['user'],
    path: conform(route.path, event.pathParameters ?? {}, 'path') as undefined,
    query: conform(route.query ?? z.strictObject({}), event.queryStringParameters ?? {}, 'query') as undefined,
    headers: conform(route.headers, event.headers, 'headers') as undefined,
    body: (route.body ? conform(route.body, bodyOf(route, event), 'body') : undefined) as undefined,
    rawBody: rawBody(event),
    edge: edgeOf(event.headers),
  };
}

/** API Gateway's JWT authorizer also accepts the pool's ID and refresh tokens; we accept only access tokens. */
function caller(event: HttpEvent): Caller {
  const claims = event.requestContext.authorizer?.jwt.claims;
  if (claims?.token_use !== 'access' || typeof claims.sub !== 'string') {
    throw new Problem(problems.unauthenticated, 'Send an access token: Authorization: Bearer <accessToken>.');
  }
  const accessToken = (event.headers.authorization ?? '').replace(/^Bearer\s+/i, '');
  // HTTP APIs pass a number claim as text. A token without the claim counts as the oldest.
  const issuedAt = Number(claims.iat) || 0;
  return { userId: claims.sub, roles: groups(claims['cognito:groups']), issuedAt, accessToken };
}

/** HTTP APIs pass a list claim as the text `[admin driver]`. */
function groups(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.map(String);
  return typeof claim === 'string' ? claim.split(/[[\],\s]+/).filter(Boolean) : [];
}

function bodyOf({ encoding = 'json' }: Route, event: HttpEvent): unknown {
  const type = event.headers['content-type'] ?? '';
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(type)?.[1] ?? 'utf-8';
  if (!/^(?:utf-?8|us-ascii)$/i.test(charset)) throw notUtf8();
  // Some editors and clients begin a text with a byte order mark, which is no part of it (RFC 8259, 8.1).
  const text = rawBody(event).replace(/^\ufeff/, '');
  if (encoding === 'form') {
    if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type))
      throw new Problem(problems.unsupportedMediaType, 'Send application/x-www-form-urlencoded.');
    return Object.fromEntries(new URLSearchParams(text));
  }
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) throw new Problem(problems.unsupportedMediaType);
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(problems.malformedJson);
  }
}

function rawBody({ body = '', isBase64Encoded, headers }: HttpEvent): string {
  if (!isBase64Encoded) {
    if (body.includes(REPLACEMENT) && Number(headers['content-length']) !== Buffer.byteLength(body)) throw notUtf8();
    return body;
  }
  try {
    return utf8(body);
  } catch {
    throw notUtf8();
  }
}

/**
 * API Gateway puts it in place of bytes that are not UTF-8. The length tells it from one that the client sent, except for
 * four-byte characters that are cut after three.
 */
const REPLACEMENT = '\ufffd';

const notUtf8 = (): Problem => new Problem(problems.unsupportedMediaType, 'Send the body in UTF-8.');

/** Throws on bytes that are not UTF-8; a lenient decoder would change them. */
const utf8 = (base64: string): string =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, 'base64'));

function conform(schema: z.ZodMiniType | undefined, value: unknown, part: string): unknown {
  if (!schema) return undefined;
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => {
    // Zod names the object that holds an unknown field; a client needs the field.
    const fields = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    return fields.map((field) => ({
      path: [part, ...issue.path, ...(field === undefined ? [] : [field])].join('.'),
      message: issue.message,
    }));
  });
  throw new Problem(problems.validationFailed, { detail: `${errors[0]?.path}: ${errors[0]?.message}`, errors });
}
