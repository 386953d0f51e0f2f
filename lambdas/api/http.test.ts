// The one answer to requests that match no route of any service.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import type { HttpEvent } from '../shared/http/request.ts';
import { handler } from './http.ts';

const ask = (method: string, rawPath: string, routeKey = '$default') => {
  const event = { routeKey, rawPath, headers: {}, requestContext: { requestId: 'r1', http: { method } } };
  return handler(event as unknown as HttpEvent, {} as Context);
};

beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('refuses another method with those that the path takes', async () => {
  const { statusCode, headers, body } = await ask('PUT', '/api/me');
  expect(statusCode).toBe(405);
  expect(headers.allow).toBe('GET, PATCH');
  expect(JSON.parse(body).code).toBe('METHOD_NOT_ALLOWED');
});

test('refuses it on a path that the route of another one would take', async () => {
  const { statusCode, headers } = await ask('DELETE', '/api/links/top', 'DELETE /api/links/top');
  expect([statusCode, headers.allow]).toEqual([405, 'GET']);
});

test('refuses a path that no service has', async () => {
  const { statusCode, headers, body } = await ask('GET', '/api/nothing/here');
  expect([statusCode, headers.allow, JSON.parse(body).code]).toEqual([404, undefined, 'NOT_FOUND']);
});
