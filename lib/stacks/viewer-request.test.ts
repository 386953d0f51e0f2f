// The script of the edge: what it passes on, as what, and what it answers itself.
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { viewerRequest } from './viewer-request.ts';

const script = viewerRequest(['api', 'assets', 'media']);
const request = (uri: string): { uri?: string; statusCode?: number; headers: Record<string, { value: string }> } =>
  runInNewContext(`${script}; handler(event)`, {
    event: { viewer: { ip: '192.0.2.1' }, request: { uri, headers: {} } },
  });

test.each([
  ['/', '/index.html'],
  ['/spring-1', '/spring-1'],
  ['/spring-1/', '/spring-1'],
  ['/abcd/', '/abcd'],
  [`/${'a'.repeat(32)}/`, `/${'a'.repeat(32)}`],
  ['/api/', '/api/'],
  ['/api/links/', '/api/links/'],
  ['/media/', '/media/'],
  ['/assets/page.css', '/assets/page.css'],
])('%s is passed on as %s', (uri, passed) => {
  expect(request(uri).uri).toBe(passed);
  expect(Object.values(request(uri).headers)).toEqual([{ value: '192.0.2.1' }]);
});

test.each([
  '/abc',
  '/abc/',
  '//',
  '/abcd//',
  '//abcd',
  '/abcd/e',
  '/ab_cd/',
  '/abcd%2F',
  `/${'a'.repeat(33)}/`,
  '/api',
])('%s is answered at the edge', (uri) => {
  expect(request(uri).statusCode).toBe(404);
});
