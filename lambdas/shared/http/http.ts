// The HTTP handler of a service: the routes of its contract behind revocations, limits, idempotency and the fault
// switch.
import { createHmac } from 'node:crypto';
import { appKey, appSecret } from '../aws/secret.ts';
import { systemClock } from '../base/clock.ts';
import type { Contract, Route } from '../base/contract.ts';
import { env } from '../base/env.ts';
import { newId } from '../base/ids.ts';
import { platformBindings } from '../base/names.ts';
import { clientAddress } from './client-address.ts';
import { meetFault } from './fault-switch.ts';
import { answerOnce, idempotencyKey } from './idempotency.ts';
import { countRequest, ratesOf, subjectsOf } from './limiter.ts';
import type { HttpEvent, Parsed } from './request.ts';
import { refuseRevoked } from './revocation.ts';
import { type Guard, handlerOf, type Operations } from './routes.ts';

export const httpHandler = <const C extends Contract>(contract: C, operations: Operations<C>) =>
  handlerOf(contract, operations, { guard, before: meetFault });

const guard: Guard = async (route, parsed, event, context, work) => {
  // First: a stolen token must not use up its owner's limit, and gets no stored answer.
  await refuseRevoked(route, parsed);
  await limit(route, parsed, event);
  const { id, bodyHash } = await operationOf(route, parsed, event);
  if (!bodyHash) return work(id);
  return answerOnce(env(platformBindings.guardTable), id, bodyHash, context, () => work(id));
};

async function limit(route: Route, parsed: Parsed, event: HttpEvent): Promise<void> {
  if (!route.limit) return;
  const rates = ratesOf(route.limit, JSON.parse(env(platformBindings.limits)));
  const address = clientAddress(event.headers, event.requestContext.http.sourceIp, await appSecret());
  const signedIn = (parsed.user as { userId: string } | undefined)?.userId;
  const named = (parsed.body as { email?: string } | undefined)?.email;
  const nowMs = systemClock.nowMs();
  for (const [subject, most] of subjectsOf(rates, address, { signedIn, named }))
    await countRequest(subject, most, nowMs);
}

/** The id of the operation that a request asks for, and the hash of its body if the response is stored. */
async function operationOf(route: Route, parsed: Parsed, event: HttpEvent): Promise<{ id: string; bodyHash?: string }> {
  if (!route.idempotency || route.idempotency === 'none') return { id: newId() };
  const key = idempotencyKey(event.headers['idempotency-key'], route.idempotency === 'required');
  if (key === undefined) return { id: newId() };
  const user = (parsed.user as { userId: string } | undefined)?.userId ?? 'anonymous';
  const secret = await appKey('idempotency');
  // Keyed hashes: a body can hold a password, and a user's key must not name another user's operation.
  const hash = (...parts: unknown[]) => createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url');
  return { id: hash(user, event.routeKey, parsed.path, key), bodyHash: hash(parsed.body ?? null, parsed.query) };
}
