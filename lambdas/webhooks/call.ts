// One call of a merchant's endpoint. We resolve and check the address, and connect to that very address, so a name that
// resolves differently a moment later (DNS rebinding) changes nothing.
// Source: OWASP, "Server-Side Request Forgery Prevention Cheat Sheet".
import { lookup as systemLookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from '../shared/base/text/url-policy.ts';

/** The result: the response's status, or the reason there is none. */
export type Outcome =
  | {
      readonly status: number;
      /** Of a redirect, where it leads. */
      readonly error?: string | undefined;
      /** The header Retry-After. */
      readonly retryAfter?: string | undefined;
    }
  | { readonly status?: undefined; readonly error: string; readonly retryAfter?: undefined };

export interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The log shows this much of a redirect's target. */
const MAX_LOCATION = 200;

type Resolve = (host: string) => Promise<readonly string[]>;

export interface Limits {
  /** An origin that may be called although it is not public, such as `http://localhost:4580`. */
  readonly receiver?: string | undefined;
  /** Covers the lookup, the connection and the response headers together. */
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
}

const resolveBySystem: Resolve = async (host) =>
  (await systemLookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/** Posts the body; follows no redirect, reads only the response headers, and never throws. */
export async function call(
  { url, headers, body }: Call,
  { receiver, timeoutMs = 5000, resolve = resolveBySystem }: Limits = {},
): Promise<Outcome> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const target = new URL(url);
    if (target.protocol !== 'http:' && target.protocol !== 'https:') return { error: 'not an http or https URL' };
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) ? [host] : await inTime(resolve(host), signal);
    if (addresses.length === 0) return { error: 'the host has no address' };
    // Check every address: a private one hidden among public ones would pass a check of the first.
    if (target.origin !== receiver && !addresses.every(isPublicAddress))
      return { error: 'the host resolves to a private address' };
    return await post(target, host, addresses, { headers, body, signal });
  } catch (error) {
    return { error: signal.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error) };
  }
}

function post(
  target: URL,
  hostname: string,
  addresses: readonly string[],
  { headers, body, signal }: Pick<Call, 'headers' | 'body'> & { readonly signal: AbortSignal },
): Promise<Outcome> {
  const transport = target.protocol === 'http:' ? http : https;
  return new Promise((resolve, reject) => {
    const request = transport.request(
      {
        protocol: target.protocol,
        hostname,
        port: target.port,
        path: `${target.pathname}${target.search}`,
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        lookup: pinnedTo(addresses),
        // A reused connection could lead to an address checked earlier.
        agent: false,
        signal,
      },
      (response) => {
        resolve(outcomeOf(response));
        response.destroy();
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

function outcomeOf({ statusCode: status = 0, headers }: http.IncomingMessage): Outcome {
  const { location, 'retry-after': retryAfter } = headers;
  const isRedirect = status >= 300 && status < 400 && location !== undefined;
  return {
    status,
    ...(isRedirect && {
      error: `it redirects (${status}) to ${location.slice(0, MAX_LOCATION)}, which is not followed: register that address`,
    }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

/** Resolves every name to these addresses, in both forms that net.connect requests. */
const pinnedTo = (addresses: readonly string[]): LookupFunction => {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, { all }, answer) => {
    if (all) answer(null, found);
    else answer(null, found[0]?.address ?? '', found[0]?.family ?? 4);
  };
};

/** A lookup cannot be aborted, so we only stop waiting for it. */
const inTime = <Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('too late')), { once: true });
    work.then(resolve, reject);
  });

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host is unknown',
  EAI_AGAIN: 'the host could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the connection timed out',
};

function reasonOf(error: unknown): string {
  // When several addresses all failed, report the first.
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  const { code, name } = cause as { code?: string; name?: string };
  return REASONS[code ?? ''] ?? code ?? name ?? 'unknown';
}
