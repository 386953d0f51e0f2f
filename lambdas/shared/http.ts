// One Lambda serves all routes of a service's contract: log, headers, problems, parsing, limits and idempotency are here.
import { createHash, createHmac } from 'node:crypto';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod/mini';
import { clientAddress } from './client-address.ts';
import { systemClock } from './clock.ts';
import type { Contract, Limits, Route } from './contract.ts';
import { env } from './env.ts';
import { answerOnce, idempotencyKey } from './idempotency.ts';
import { newId } from './ids.ts';
import { countRequest } from './limiter.ts';
import { platformBindings } from './names.ts';
import { type HttpAnswer, Problem, problems, safeHeaders } from './problem.ts';
import { type HttpEvent, type Parsed, parseRequest } from './request.ts';
import { answerProblems, correlationId, logRequest } from './request-log.ts';
import { appKey, appSecret } from './secret.ts';

/** What a rule gets beside the parsed request. */
export interface Call {
  readonly nowMs: number;
  /** The same for every try with the same Idempotency-Key of this user on this route; random without a key. */
  readonly operationId: string;
  /** Goes with every event this request causes. */
  readonly correlationId: string;
}

/** A route without a response schema answers 204, whatever its rule returns. */
type Answer<R extends Route> = R['response'] extends z.ZodMiniType ? z.input<R['response']> : unknown;

/** One line per route: unwrap, call the rule, wrap. */
export type Operations<C extends Contract> = {
  readonly [Name in keyof C['routes']]: (
    request: Parsed<C['routes'][Name]> & Call,
  ) => Promise<Answer<C['routes'][Name]>>;
};

type Operation = (request: Parsed & Call) => Promise<unknown>;

/** The Lambda handler of a contract. */
export function httpHandler<const C extends Contract>(contract: C, operations: Operations<C>) {
  const routes = Object.entries(contract.routes).map(([name, route]) => ({
    route,
    operation: operations[name as keyof C['routes']] as unknown as Operation,
  }));

  const handle = async (event: HttpEvent, context: Context): Promise<HttpAnswer> => {
    const found = routes.find(({ route }) => event.routeKey === `${route.method} ${route.template}`);
    if (!found) throw wrongMethod(contract, event.routeKey);
    const { route, operation } = found;
    const parsed = parseRequest(route, event);
    await limit(route, parsed, event);
    const operated = await operationOf(route, parsed, event);
    const work = async (): Promise<HttpAnswer> =>
      answer(
        route,
        await operation({
          ...parsed,
          nowMs: systemClock.nowMs(),
          operationId: operated.id,
          correlationId: correlationId(event),
        }),
      );
    if (!operated.bodyHash) return route.cacheSeconds ? cached(await work(), route.cacheSeconds, event) : work();
    return answerOnce(env(platformBindings.guardTable), operated.id, operated.bodyHash, context, work);
  };

  return middy<HttpEvent, HttpAnswer>().use(logRequest()).use(answerProblems()).handler(handle);
}

/** Every path also has an `ANY` route to its service, so that another method is told which ones there are. */
function wrongMethod(contract: Contract, routeKey: string): Problem {
  const template = routeKey.split(' ')[1];
  const methods = Object.values(contract.routes).flatMap((route) =>
    route.template === template ? [route.method] : [],
  );
  if (methods.length === 0) return new Problem(problems.notFound);
  return new Problem(problems.methodNotAllowed, { headers: { allow: methods.join(', ') } });
}

async function limit(route: Route, parsed: Parsed, event: HttpEvent): Promise<void> {
  if (!route.limit) return;
  const { perAccount, perAddress } = (JSON.parse(env(platformBindings.limits)) as Limits)[route.limit];
  const address = clientAddress(event.headers, event.requestContext.http.sourceIp, await appSecret());
  const account = (parsed.user as { userId: string } | undefined)?.userId ?? (parsed.body as { email?: string })?.email;
  const table = env(platformBindings.guardTable);
  const nowMs = systemClock.nowMs();
  await countRequest(table, `${route.limit}#address#${address}`, perAddress, nowMs);
  if (account) await countRequest(table, `${route.limit}#account#${account}`, perAccount, nowMs);
}

/** The id of the operation a request asks for, and the hash of its body when its answer is to be kept. */
async function operationOf(route: Route, parsed: Parsed, event: HttpEvent): Promise<{ id: string; bodyHash?: string }> {
  if (!route.idempotency || route.idempotency === 'none') return { id: newId() };
  const key = idempotencyKey(event.headers['idempotency-key'], route.idempotency === 'required');
  if (key === undefined) return { id: newId() };
  const user = (parsed.user as { userId: string } | undefined)?.userId ?? 'anonymous';
  const secret = await appKey('idempotency');
  // Keyed hashes: a body can hold a password, and no key of one user may name another's operation.
  const hash = (...parts: unknown[]) => createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url');
  return { id: hash(user, event.routeKey, parsed.path, key), bodyHash: hash(parsed.body ?? null, parsed.query) };
}

function answer(route: Route, result: unknown): HttpAnswer {
  if (route.status === 204) return { statusCode: 204, headers: { ...safeHeaders }, body: '' };
  return {
    statusCode: route.status,
    headers: { ...safeHeaders, 'content-type': 'application/json' },
    body: JSON.stringify(result),
  };
}

/** An answer that anybody may keep for a while, and then ask whether it is still the same. */
function cached(fresh: HttpAnswer, seconds: number, event: HttpEvent): HttpAnswer {
  const etag = `"${createHash('sha256').update(fresh.body).digest('base64url').slice(0, 22)}"`;
  const headers = { ...fresh.headers, 'cache-control': `public, max-age=${seconds}`, etag };
  if (event.headers['if-none-match'] !== etag) return { ...fresh, headers };
  const { 'content-type': _, ...kept } = headers as Record<string, string>;
  return { statusCode: 304, headers: kept, body: '' };
}
