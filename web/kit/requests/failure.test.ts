import { expect, test } from '@jest/globals';
import { describe, readFailure } from './failure.ts';

test('a problem is told by its title, its detail and the fields it names', async () => {
  const problem = {
    title: 'Does not fit',
    detail: 'See errors',
    requestId: 'r1',
    errors: [{ path: 'url', message: 'too long' }],
  };
  const failure = await readFailure(Response.json(problem, { status: 400 }));
  expect(failure.text).toEqual({
    title: 'Does not fit',
    detail: 'See errors',
    errors: [{ path: 'url', message: 'too long' }],
  });
});

test('a failed service is told with the request id under which its log has the cause', async () => {
  const problem = { title: 'The service failed', detail: 'The service failed', requestId: 'r1' };
  const failure = await readFailure(Response.json(problem, { status: 500 }));
  expect(failure.text).toEqual({ title: 'The service failed', errors: [], requestId: 'r1' });
});

test.each([
  [401, '{"message":"Unauthorized"}', 'Your session has ended. Sign in again.'],
  [429, '{"message":"Too Many Requests"}', 'Too many requests. Try again in a moment.'],
  [504, '<html>Gateway timeout</html>', 'The service did not answer. Try again in a moment.'],
  [413, 'null', 'The request was refused (status 413).'],
])('an answer of the gateway or the CDN is told by its status %i', async (status, body, title) => {
  expect((await readFailure(new Response(body, { status }))).text).toEqual({ title, errors: [] });
});

test('a missing network response is reported as such', () => {
  expect(describe(new TypeError('Failed to fetch')).title).toBe('No answer from the network');
});
