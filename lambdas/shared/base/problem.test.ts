// Every refusal has one shape.
import { describe, expect, test } from '@jest/globals';
import { linkProblems } from '../../links/contract.ts';
import { userProblems } from '../../users/contract.ts';
import { Problem, problemAnswer, problems } from './problem.ts';

describe('problemAnswer', () => {
  test('is problem+json that nobody stores or sniffs, with the request id', () => {
    const { statusCode, headers, body } = problemAnswer(problems.notFound, 'request-1');
    expect(statusCode).toBe(404);
    expect(headers).toEqual({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-type': 'application/problem+json',
    });
    expect(JSON.parse(body)).toEqual({
      type: 'urn:problem-type:not-found',
      title: 'There is nothing here',
      status: 404,
      code: 'NOT_FOUND',
      requestId: 'request-1',
    });
  });

  test('carries the detail, the wrong fields and the headers of a refusal', () => {
    const errors = [{ path: 'body.url', message: 'Invalid input' }];
    const { headers, body } = problemAnswer(problems.validationFailed, 'r', {
      detail: 'body.url: Invalid input',
      errors,
      headers: { 'retry-after': '7' },
    });
    expect(headers).toMatchObject({ 'retry-after': '7', 'content-type': 'application/problem+json' });
    expect(JSON.parse(body)).toMatchObject({ detail: 'body.url: Invalid input', errors });
    expect(body).not.toContain('retry-after');
  });
});

test('a Problem takes a sentence for its detail and is an error named by its code', () => {
  const refusal = new Problem(problems.forbidden, 'Ask an administrator.');
  expect(refusal).toBeInstanceOf(Error);
  expect(refusal.message).toBe('FORBIDDEN');
  expect(refusal.details).toEqual({ detail: 'Ask an administrator.' });
  expect(new Problem(problems.forbidden).details).toEqual({});
});

test('each code is one refusal with an error status', () => {
  const all = [problems, linkProblems, userProblems].flatMap((own) => Object.values(own));
  expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
  for (const { code, status, title } of all) {
    expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
    expect(status >= 400 && status < 600).toBe(true);
    expect(title).not.toBe('');
  }
});
