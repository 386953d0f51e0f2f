// Correlation ids, the log line of a request, and errors answered as problems.
import { describe, expect, test } from '@jest/globals';
import type { Request } from '@middy/core';
import type { Context } from 'aws-lambda';
import { writtenLines } from '../../../test/written-lines.ts';
import { type HttpAnswer, Problem, problemAnswer, problems } from '../base/problem.ts';
import type { HttpEvent } from './request.ts';
import { answerProblems, correlationId, logRequest } from './request-log.ts';

const eventWith = (headers: Record<string, string>, sub?: string) =>
  ({
    headers: { authorization: 'Bearer token-secret', ...headers },
    rawPath: '/api/links',
    rawQueryString: 'cursor=secret',
    body: '{"password":"body-secret"}',
    requestContext: {
      requestId: 'gateway-1',
      http: { method: 'POST' },
      ...(sub !== undefined && { authorizer: { jwt: { claims: { sub }, scopes: [] } } }),
    },
  }) as unknown as HttpEvent;

describe('correlationId', () => {
  test.each(['12345678', 'a.b-c_D9', 'x'.repeat(64)])('is the well-formed %s of the caller', (given) => {
    expect(correlationId(eventWith({ 'x-correlation-id': given }))).toBe(given);
  });

  test.each(['', '1234567', 'x'.repeat(65), 'has space', 'two\nlines1', '12345678\n', '{"level":1}', 'übermäßig'])(
    'is API Gateway’s request id when the caller sends %j',
    (given) => {
      expect(correlationId(eventWith({ 'x-correlation-id': given }))).toBe('gateway-1');
    },
  );

  test('is API Gateway’s request id when the caller sends none', () => {
    expect(correlationId(eventWith({}))).toBe('gateway-1');
  });
});

const written = writtenLines();

const requestOf = (event: HttpEvent, response: HttpAnswer | null, error: Error | null = null) =>
  ({ event, context: {} as Context, response, error, internal: {} }) as unknown as Request<HttpEvent, HttpAnswer>;
const okay = (): HttpAnswer => ({ statusCode: 201, headers: {}, body: '{"token":"answer-secret"}' });

describe('the line of a request', () => {
  const finish = async (request: Request<HttpEvent, HttpAnswer>) => {
    const middleware = logRequest();
    await middleware.before?.(request);
    await (request.error ? middleware.onError?.(request) : middleware.after?.(request));
    return JSON.parse(written.join(''));
  };

  test('names what was asked, by whom, how it ended and how long it took, and nothing secret', async () => {
    const request = requestOf(eventWith({ 'x-correlation-id': 'caller-id-1' }, 'user-1'), okay());
    expect(await finish(request)).toMatchObject({
      level: 'info',
      message: 'POST /api/links',
      correlationId: 'caller-id-1',
      requestId: 'gateway-1',
      status: 201,
      userId: 'user-1',
      durationMs: expect.any(Number),
    });
    expect(request.response?.headers['x-correlation-id']).toBe('caller-id-1');
    expect(written.join('')).not.toContain('secret');
  });

  test('of a refusal is no fault: its code, without a stack', async () => {
    const line = await finish(
      requestOf(eventWith({}), problemAnswer(problems.notFound, 'r'), new Problem(problems.notFound)),
    );
    expect(line).toMatchObject({ level: 'info', status: 404, problem: 'NOT_FOUND' });
    expect(line).not.toHaveProperty('cause');
  });

  test('of a failure is an error with its cause', async () => {
    const line = await finish(requestOf(eventWith({}), problemAnswer(problems.internal, 'r'), new Error('table gone')));
    expect(line).toMatchObject({ level: 'error', status: 500, cause: expect.stringContaining('Error: table gone\n') });
  });
});

describe('answerProblems', () => {
  test('answers a refusal as it is', async () => {
    const request = requestOf(eventWith({}), null, new Problem(problems.notFound, 'Gone fishing.'));
    await answerProblems().onError?.(request);
    expect(request.response).toEqual(problemAnswer(problems.notFound, 'gateway-1', { detail: 'Gone fishing.' }));
  });

  test('answers anything else as INTERNAL, with nothing of its cause', async () => {
    const request = requestOf(eventWith({}), null, new Error('password=hunter2'));
    await answerProblems().onError?.(request);
    expect(request.response).toEqual(problemAnswer(problems.internal, 'gateway-1'));
    expect(JSON.stringify(request.response)).not.toContain('hunter2');
  });
});
