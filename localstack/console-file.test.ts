import { expect, test } from '@jest/globals';
import { headersOf } from './console-file.ts';

test('only a name with a content hash is cached for ever', () => {
  expect(headersOf('assets/console-AB12CD34.js').CacheControl).toBe('public, max-age=31536000, immutable');
  for (const key of ['index.html', 'assets/page.css', 'assets/favicon.svg', 'errors/unavailable.html'])
    expect(headersOf(key).CacheControl).toBe('no-cache');
});

test('every file says what it is', () => {
  expect(headersOf('index.html').ContentType).toBe('text/html; charset=utf-8');
  expect(() => headersOf('a.exe')).toThrow('without a content type');
});
