import { expect, test } from '@jest/globals';
import { createStore } from '../store.ts';
import { Failure } from './failure.ts';
import { createSend, type Tokens } from './request.ts';

const oldTokens: Tokens = { accessToken: 'old', refreshToken: 'trade-me' };
const newTokens: Tokens = { accessToken: 'new', refreshToken: 'trade-me-too' };
const unauthorized = (): Response => Response.json({ message: 'Unauthorized' }, { status: 401 });

/** An API that accepts only the token `new`; `refresh` answers the trade of the refresh token. */
function apiOf(refresh: () => Response) {
  const calls: string[] = [];
  const session = createStore<Tokens | undefined>(oldTokens);
  const send = createSend(async (path, init) => {
    const headers = new Headers(init?.headers);
    calls.push(
      `${init?.method} ${path} ${headers.get('authorization') ?? '-'} ${headers.get('idempotency-key') ?? '-'}`,
    );
    if (path === '/api/sessions/refresh') return refresh();
    return headers.get('authorization') === 'Bearer new' ? Response.json({ answer: 42 }) : unauthorized();
  }, session);
  return { calls, session, send };
}

test('a refused access token is traded once and the request is sent again with the same Idempotency-Key', async () => {
  const { calls, session, send } = apiOf(() => Response.json(newTokens, { status: 201 }));
  await expect(send('POST', '/api/links', { body: {}, idempotencyKey: 'k' })).resolves.toEqual({ answer: 42 });
  expect(calls).toEqual([
    'POST /api/links Bearer old k',
    'POST /api/sessions/refresh - -',
    'POST /api/links Bearer new k',
  ]);
  expect(session.get()).toEqual(newTokens);
});

test('requests that are refused together share one refresh', async () => {
  const { calls, send } = apiOf(() => Response.json(newTokens, { status: 201 }));
  await Promise.all([send('GET', '/api/me'), send('GET', '/api/links'), send('GET', '/api/links/abcd')]);
  expect(calls.filter((call) => call.includes('refresh'))).toHaveLength(1);
});

test('a refused refresh token ends the session', async () => {
  const { calls, session, send } = apiOf(unauthorized);
  await expect(send('GET', '/api/me')).rejects.toThrow('Your session has ended');
  expect(calls).toHaveLength(2);
  expect(session.get()).toBeUndefined();
});

test('a new token that is refused too ends the session, without another refresh', async () => {
  const { calls, session, send } = apiOf(() => Response.json({ ...newTokens, accessToken: 'still bad' }));
  await expect(send('GET', '/api/me')).rejects.toThrow(Failure);
  expect(calls).toHaveLength(3);
  expect(session.get()).toBeUndefined();
});

test('what an old session is answered late ends no new one, and signs nobody in who has left', async () => {
  const session = createStore<Tokens | undefined>(oldTokens);
  const waiting: { path: string; answer: (response: Response) => void }[] = [];
  const send = createSend(
    (path) => new Promise((answer) => void waiting.push({ path: String(path), answer })),
    session,
  );
  const moment = () => new Promise((resolve) => setTimeout(resolve));
  const next = async (response: Response) => {
    waiting.shift()?.answer(response);
    await moment();
  };
  // The API refuses the request, its retry runs after sign-out, and then another user signs in.
  const late = send('GET', '/api/me').catch((error: Failure) => error.message);
  session.set(undefined);
  await next(unauthorized());
  session.set(newTokens);
  await next(unauthorized());
  expect(await late).toMatch(/^Your session has ended/);
  expect(session.get()).toEqual(newTokens);
  // During the refresh the user signs out, or the refresh is refused while another user signs in.
  for (const [answer, meanwhile] of [
    [Response.json(newTokens, { status: 201 }), undefined],
    [unauthorized(), newTokens],
  ] as const) {
    session.set(oldTokens);
    const traded = send('GET', '/api/links').catch(() => {});
    await next(unauthorized());
    expect(waiting[0]?.path).toBe('/api/sessions/refresh');
    session.set(meanwhile);
    await next(answer);
    await next(Response.json({}));
    await traded;
    expect(session.get()).toEqual(meanwhile);
  }
});

test('a refresh that fails for another reason keeps the session', async () => {
  const { session, send } = apiOf(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await expect(send('GET', '/api/me')).rejects.toThrow('The service did not answer');
  expect(session.get()).toEqual(oldTokens);
});

test('a wrong password is an answer and not the end of a session', async () => {
  const { calls, session, send } = apiOf(unauthorized);
  await expect(send('POST', '/api/sessions', { body: {}, auth: 'none' })).rejects.toThrow(Failure);
  expect(calls).toEqual(['POST /api/sessions - -']);
  expect(session.get()).toEqual(oldTokens);
});

test('what is known is asked for by its ETag and answered by nothing until it has changed', async () => {
  const asked: (string | null)[] = [];
  const answers = [
    Response.json({ step: 1 }, { headers: { etag: '"1"' } }),
    new Response(null, { status: 304, headers: { etag: '"1"' } }),
    Response.json({ step: 2 }, { headers: { etag: '"2"' } }),
  ];
  const send = createSend(async (_, init) => {
    asked.push(new Headers(init?.headers).get('if-none-match'));
    return answers[asked.length - 1] ?? Response.error();
  }, createStore<Tokens | undefined>(newTokens));
  const seen = {};
  const ask = () => send('GET', '/api/orders/1', { seen });
  expect([await ask(), await ask(), await ask()]).toEqual([{ step: 1 }, undefined, { step: 2 }]);
  expect(asked).toEqual([null, '"1"', '"1"']);
  expect(seen).toEqual({ etag: '"2"' });
});
