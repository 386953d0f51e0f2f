// One handler serves all routes of a contract.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Call } from '../base/call.ts';
import { refusesRevoked, route } from '../base/contract.ts';
import { Problem, problems } from '../base/problem.ts';
import type { HttpEvent } from './request.ts';
import { type Guard, handlerOf } from './routes.ts';

const contract = {
  service: 'things',
  routes: {
    read: route('GET /api/things', { summary: 'x', auth: 'none', status: 200, response: z.object({ id: z.string() }) }),
    kept: route('GET /api/kept', { summary: 'x', auth: 'none', status: 200, cacheSeconds: 60 }),
    remove: route('DELETE /api/things', { summary: 'x', auth: 'none', status: 204 }),
    refuse: route('GET /api/refused', { summary: 'x', auth: 'none', status: 200 }),
    fail: route('GET /api/failing', { summary: 'x', auth: 'none', status: 200 }),
  },
} as const;

const handler = handlerOf(contract, {
  read: async ({ operationId }) => ({ id: operationId }),
  kept: async () => ({ always: 'the same' }),
  remove: async () => 'nothing of this is answered',
  refuse: async () => {
    throw new Problem(problems.forbidden, 'Not you.');
  },
  fail: async () => {
    throw new Error('password=hunter2');
  },
});

const ask = (routeKey: string, headers = {}, asked: typeof handler = handler) => {
  const event = { routeKey, rawPath: '/x', headers, requestContext: { requestId: 'r1', http: { method: 'GET' } } };
  return asked(event as unknown as HttpEvent, {} as Context);
};

beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('the handler of a contract', () => {
  test('answers JSON under the status of the route, never to be stored', async () => {
    const { statusCode, headers, body } = await ask('GET /api/things');
    expect(statusCode).toBe(200);
    expect(headers).toEqual({
      'cache-control': 'no-store',
      'content-type': 'application/json',
      'x-content-type-options': 'nosniff',
      'x-correlation-id': 'r1',
    });
    expect(JSON.parse(body)).toEqual({ id: expect.stringMatching(/^[\w-]{36}$/) });
  });

  test('allows caching if the route does, and answers whether a copy is still fresh', async () => {
    const { headers, body } = await ask('GET /api/kept');
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=60',
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    });
    const same = await ask('GET /api/kept', { 'if-none-match': headers.etag });
    expect(same).toMatchObject({ statusCode: 304, body: '', headers: { etag: headers.etag } });
    expect(same.headers).not.toHaveProperty('content-type');
    expect(await ask('GET /api/kept', { 'if-none-match': '"other"' })).toMatchObject({ statusCode: 200, body });
  });

  test.each<[string, (etag: string) => string, number]>([
    ['weak, as a CDN that compresses makes it', (etag) => `W/${etag}`, 304],
    ['among others', (etag) => `"a", ${etag}, "b"`, 304],
    ['among weak ones, without spaces', (etag) => `W/"a",W/${etag}`, 304],
    ['any', () => ' * ', 304],
    ['beside one with a comma', (etag) => `"a,b", ${etag}`, 304],
    ['others only', () => 'W/"a", "b"', 200],
    ['none', () => '', 200],
    ['without quotes', (etag) => etag.replaceAll('"', ''), 200],
    ['the beginning of it', (etag) => `${etag.slice(0, 10)}"`, 200],
    ['a star among others', () => '"a", "*"', 200],
  ])('compares the caller’s tag: %s', async (_, sent, status) => {
    const { etag = '' } = (await ask('GET /api/kept')).headers;
    expect((await ask('GET /api/kept', { 'if-none-match': sent(String(etag)) })).statusCode).toBe(status);
  });

  test('gives each request without a key an operation of its own', async () => {
    expect((await ask('GET /api/things')).body).not.toBe((await ask('GET /api/things')).body);
  });

  test('answers 204 with no body, whatever the rule returns', async () => {
    expect(await ask('DELETE /api/things')).toMatchObject({ statusCode: 204, body: '' });
  });

  test.each(['ANY /api/elsewhere', '$default'])('refuses %s, which it does not know', async (routeKey) => {
    expect(await ask(routeKey)).toMatchObject({ statusCode: 404, body: expect.stringContaining('NOT_FOUND') });
  });

  test('refuses what it does not know as it is told to', async () => {
    const told = handlerOf(
      { service: 'nothing', routes: {} },
      {},
      { refuse: ({ routeKey }) => new Problem(problems.methodNotAllowed, `Not ${routeKey}.`) },
    );
    const { statusCode, body } = await ask('$default', {}, told);
    expect([statusCode, JSON.parse(body).detail]).toEqual([405, 'Not $default.']);
  });

  test('refuses what a rule refuses, in the shape of a problem', async () => {
    const { statusCode, body } = await ask('GET /api/refused');
    expect(statusCode).toBe(403);
    expect(JSON.parse(body)).toMatchObject({ code: 'FORBIDDEN', detail: 'Not you.', requestId: 'r1' });
  });

  test('fails with 500 and the request id, and tells nothing of the cause', async () => {
    const { statusCode, headers, body } = await ask('GET /api/failing');
    expect(statusCode).toBe(500);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ code: 'INTERNAL', requestId: 'r1' });
    expect(body).not.toContain('hunter2');
  });
});

describe('a contract with limits or idempotency', () => {
  const guarded = {
    service: 'things',
    routes: {
      make: route('POST /api/things', { summary: 'x', auth: 'none', status: 200, limit: 'write' }),
      keep: route('PUT /api/things', { summary: 'x', auth: 'none', status: 200, idempotency: 'optional' }),
      read: route('GET /api/things', { summary: 'x', auth: 'none', status: 200, idempotency: 'none' }),
    },
  } as const;
  const operations = {
    make: async ({ operationId }: Call) => ({ operationId }),
    keep: async ({ operationId }: Call) => ({ operationId }),
    read: async () => ({ open: true }),
  };

  test.each(['make', 'keep'] as const)('is refused without a guard: %s', (name) => {
    const only = { ...guarded, routes: { [name]: guarded.routes[name] } };
    expect(() => handlerOf(only, { [name]: operations[name] })).toThrow('use httpHandler');
  });

  test('has the guard before each such route, and before no other', async () => {
    const guard: Guard = async (found, _parsed, _event, _context, work) => {
      if (found.method === 'POST') throw new Problem(problems.rateLimited);
      return work('its operation');
    };
    const guardedHandler = handlerOf(guarded, operations, { guard });
    expect(await ask('POST /api/things', {}, guardedHandler)).toMatchObject({ statusCode: 429 });
    expect(JSON.parse((await ask('PUT /api/things', {}, guardedHandler)).body)).toEqual({
      operationId: 'its operation',
    });
    expect(await ask('GET /api/things', {}, guardedHandler)).toMatchObject({ statusCode: 200, body: '{"open":true}' });
  });
});

describe('routes that refuse revoked tokens', () => {
  const asks = { summary: 'x', status: 200 } as const;
  const routes = {
    change: route('PATCH /api/things', { ...asks, auth: 'user' }),
    costly: route('GET /api/costly', { ...asks, auth: 'user', limit: 'write' }),
    ledger: route('GET /api/ledger', { ...asks, auth: 'user', roles: ['admin'] }),
    read: route('GET /api/things', { ...asks, auth: 'user' }),
    open: route('POST /api/open', { ...asks, auth: 'none' }),
  } as const;

  test('are those that change something, cost money or need a role of a user', () => {
    const refusing = Object.entries(routes).filter(([, each]) => refusesRevoked(each));
    expect(refusing.map(([name]) => name)).toEqual(['change', 'costly', 'ledger']);
  });

  test.each(['change', 'ledger'] as const)('need a guard: %s', (name) => {
    const only = { service: 'things', routes: { [name]: routes[name] } };
    expect(() => handlerOf(only, { [name]: async () => ({}) })).toThrow('use httpHandler');
  });

  test('ask their guard before they run, and other reads do not', async () => {
    const guard: Guard = async () => {
      throw new Problem(problems.tokenRevoked);
    };
    const service = { service: 'things', routes: { ledger: routes.ledger, read: routes.read } } as const;
    const ran = async () => ({ ran: true });
    const guarded = handlerOf(service, { ledger: ran, read: ran }, { guard });
    const claims = { token_use: 'access', sub: 'ada', iat: '1', 'cognito:groups': '[admin]' };
    const send = (routeKey: string) => {
      const requestContext = { requestId: 'r1', http: { method: 'GET' }, authorizer: { jwt: { claims } } };
      return guarded({ routeKey, rawPath: '/x', headers: {}, requestContext } as unknown as HttpEvent, {} as Context);
    };
    const refused = await send('GET /api/ledger');
    expect([refused.statusCode, JSON.parse(refused.body).code]).toEqual([401, 'TOKEN_REVOKED']);
    expect((await send('GET /api/things')).statusCode).toBe(200);
  });
});
