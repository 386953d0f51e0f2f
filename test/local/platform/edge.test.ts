// The public address: what each path serves, and with which headers.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { documentFile } from '../../../bin/openapi.ts';
import { ask } from '../kit/client.ts';

test('the console is at the root, and no page may run or style anything inline', async () => {
  const { status, headers, body } = await ask('GET', '/');
  expect([status, headers['content-type']]).toEqual([200, expect.stringContaining('text/html')]);
  expect(body).toContain('<title>Serverless system design</title>');
  expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers['strict-transport-security']).toContain('max-age=31536000');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['x-frame-options']).toBe('DENY');
});

test('a path that is neither page nor API nor code is refused at the edge', async () => {
  for (const path of ['/abc', '/a.php', `/${'a'.repeat(33)}`, '/wp-admin/setup', '/%2e%2e/x']) {
    const { status, headers } = await ask('GET', path);
    expect([path, status, headers['x-cache']]).toEqual([path, 404, 'FunctionGeneratedResponse from cloudfront']);
  }
});

test('an unknown asset is not found, and an unknown path of the API is a problem whatever its method', async () => {
  expect((await ask('GET', '/assets/nothing.js')).status).toBeGreaterThanOrEqual(403);
  const tries = [
    ['GET', '/api/nothing'],
    ['POST', '/api/links/spring-1/nothing'],
    ['DELETE', '/api/'],
    ['PATCH', '/api/openapi.json/x'],
  ] as const;
  for (const [method, path] of tries) {
    const { status, headers, body } = await ask(method, path);
    const type = headers['content-type'];
    expect([path, status, body.code, type]).toEqual([path, 404, 'NOT_FOUND', 'application/problem+json']);
    expect(headers['x-correlation-id']).toBeDefined();
  }
});

test('the contract is served as it is kept in docs/, and need not be sent twice', async () => {
  const { status, headers, body } = await ask('GET', '/api/openapi.json');
  expect([status, headers['content-type'], headers['cache-control']]).toEqual([
    200,
    'application/json',
    'public, max-age=60',
  ]);
  expect(body).toEqual(JSON.parse(readFileSync(documentFile, 'utf8')));
  const again = await ask('GET', '/api/openapi.json', { headers: { 'if-none-match': headers.etag ?? '' } });
  expect([again.status, again.bytes.length]).toEqual([304, 0]);
});

test('an answer carries the correlation id it was asked with, or one of its own', async () => {
  const given = await ask('PUT', '/api/me', { headers: { 'x-correlation-id': 'from-a-test-1' } });
  expect(given.headers['x-correlation-id']).toBe('from-a-test-1');
  const own = await ask('PUT', '/api/me', { headers: { 'x-correlation-id': 'bad id\t' } });
  expect(own.headers['x-correlation-id']).toMatch(/^[\w-]{8,}$/);
});
