// One Lambda serves all routes of a service's contract: log, headers, problems and parsing. Limits, revocations and
// idempotency need the SDK, so http.ts passes them in. A service without them uses this file directly and stays small.
import { createHash } from 'node:crypto';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { Call } from '../base/call.ts';
import { systemClock } from '../base/clock.ts';
import { type Contract, needsGuard, type Route, refusesRevoked } from '../base/contract.ts';
import { newId } from '../base/ids.ts';
import { type HttpAnswer, Problem, problems, safeHeaders } from '../base/problem.ts';
import { type HttpEvent, type Parsed, parseRequest } from './request.ts';
import { answerProblems, correlationId, logRequest } from './request-log.ts';

/** A route without a response schema answers 204, whatever its rule returns. */
type Answer<R extends Route> = R['response'] extends z.ZodMiniType ? z.input<R['response']> : unknown;

/** One line per route: unwrap, call the rule, wrap. */
export type Operations<C extends Contract> = {
  readonly [Name in keyof C['routes']]: (
    request: Parsed<C['routes'][Name]> & Call,
  ) => Promise<Answer<C['routes'][Name]>>;
};

type Operation = (request: Parsed & Call) => Promise<unknown>;

/** Runs before the rules of routes that need it; `work` gets the id of the operation that the request asks for. */
export type Guard = (
  route: Route,
  parsed: Parsed,
  event: HttpEvent,
  context: Context,
  work: (operationId: string) => Promise<HttpAnswer>,
) => Promise<HttpAnswer>;

export interface HandlerOptions {
  readonly guard?: Guard;
  /** Runs before every route. */
  readonly before?: (route: Route) => Promise<void>;
  /** The answer to a request that matches no route of the contract. */
  readonly refuse?: (event: HttpEvent) => Problem;
}

const isGuarded = (route: Route): boolean => needsGuard(route) || refusesRevoked(route);

/** The Lambda handler of a contract; throws for a contract with routes that need a guard but no guard. */
export function handlerOf<const C extends Contract>(
  contract: C,
  operations: Operations<C>,
  { guard, before, refuse = () => new Problem(problems.notFound) }: HandlerOptions = {},
) {
  const routes = Object.entries(contract.routes).map(([name, route]) => ({
    route,
    operation: operations[name as keyof C['routes']] as unknown as Operation,
  }));

  if (!guard && Object.values(contract.routes).some(isGuarded))
    throw new TypeError(
      `The contract of ${contract.service} has limits, idempotency or routes that refuse revoked tokens: use httpHandler of http.ts`,
    );

  const handle = async (event: HttpEvent, context: Context): Promise<HttpAnswer> => {
    const found = routes.find(({ route }) => event.routeKey === `${route.method} ${route.template}`);
    if (!found) throw refuse(event);
    const { route, operation } = found;
    const parsed = parseRequest(route, event);
    await before?.(route);
    const work = async (operationId: string): Promise<HttpAnswer> =>
      answer(
        route,
        await operation({
          ...parsed,
          nowMs: systemClock.nowMs(),
          operationId,
          correlationId: correlationId(event),
        }),
      );
    const fresh = guard && isGuarded(route) ? guard(route, parsed, event, context, work) : work(newId());
    return route.cacheSeconds || route.revalidated ? cached(await fresh, route, event) : fresh;
  };

  return middy<HttpEvent, HttpAnswer>().use(logRequest()).use(answerProblems()).handler(handle);
}

function answer(route: Route, result: unknown): HttpAnswer {
  if (route.status === 204) return { statusCode: 204, headers: { ...safeHeaders }, body: '' };
  return {
    statusCode: route.status,
    headers: { ...safeHeaders, 'content-type': route.produces ?? 'application/json' },
    body: route.produces ? String(result) : JSON.stringify(result),
  };
}

/** Whether one of the caller's tags is ours. A CDN that compresses makes them weak (RFC 9110, 13.1.2). */
const isKnown = (etag: string, ifNoneMatch = ''): boolean =>
  ifNoneMatch.trim() === '*' || (ifNoneMatch.match(/"[^"]*"/g)?.includes(etag) ?? false);

/** A cacheable response: cached by anyone for a while, or by the caller, who then revalidates it. */
function cached(fresh: HttpAnswer, { cacheSeconds }: Route, event: HttpEvent): HttpAnswer {
  const etag = `"${createHash('sha256').update(fresh.body).digest('base64url').slice(0, 22)}"`;
  const headers = {
    ...fresh.headers,
    'cache-control': cacheSeconds ? `public, max-age=${cacheSeconds}` : 'private, no-cache',
    etag,
  };
  if (!isKnown(etag, event.headers['if-none-match'])) return { ...fresh, headers };
  const { 'content-type': _, ...kept } = headers as Record<string, string>;
  return { statusCode: 304, headers: kept, body: '' };
}
