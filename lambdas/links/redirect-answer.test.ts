// The response to a visitor: the URL's exact bytes until the millisecond it expires, then the reason for no redirect.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redirectAnswer } from './redirect-answer.ts';

const NOW_MS = 1_795_305_600_000;
const URL_TEXT = 'https://a.example/path?q#frag';
const found = { url: URL_TEXT, permanent: false, expiresAtMs: Number.POSITIVE_INFINITY };
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

/** The bytes sent for a header: Node's HTTP writes each character as one byte. */
const bytesOf = (header: string | undefined) => Buffer.from(header ?? '', 'latin1').toString('utf8');

describe('a live link', () => {
  test('redirects with 302, and nobody keeps that', () => {
    expect(redirectAnswer(found, NOW_MS, BROWSER, 'r')).toEqual({
      statusCode: 302,
      headers: { location: URL_TEXT, 'cache-control': 'no-store' },
      body: '',
    });
  });

  test('redirects with 301 when permanent, and a browser keeps that 90 seconds', () => {
    expect(redirectAnswer({ ...found, permanent: true }, NOW_MS, '', 'r')).toEqual({
      statusCode: 301,
      headers: { location: URL_TEXT, 'cache-control': 'private, max-age=90' },
      body: '',
    });
  });

  test('leaves with exactly the bytes of its URL, unicode included', () => {
    const { headers } = redirectAnswer({ ...found, url: 'https://日本語.jp/é?👩‍👧' }, NOW_MS, '', 'r');
    expect(bytesOf(headers.location)).toBe('https://日本語.jp/é?👩‍👧');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (tail) => {
        const url = `https://a.example/${tail}`;
        const { location = '' } = redirectAnswer({ ...found, url }, NOW_MS, '', 'r').headers;
        expect(bytesOf(location)).toBe(url);
        expect(Buffer.byteLength(location, 'latin1')).toBe(Buffer.byteLength(url));
        for (const character of location) expect(character.charCodeAt(0)).toBeLessThan(256);
      }),
    );
  });
});

describe('expiry', () => {
  const expiring = { ...found, expiresAtMs: NOW_MS };

  test.each([
    [NOW_MS - 1, 302],
    [NOW_MS, 410],
    [NOW_MS + 1, 410],
  ])('at %s of 1795305600000 answers %s', (nowMs, status) => {
    expect(redirectAnswer(expiring, nowMs, '', 'r').statusCode).toBe(status);
  });

  test('is honoured by browsers too: none keeps a permanent redirect beyond it', () => {
    const permanent = { ...expiring, permanent: true };
    for (const leftMs of [1, 999, 1000, 30_500, 89_999, 90_000, 500_000]) {
      const cacheControl = redirectAnswer(permanent, NOW_MS - leftMs, '', 'r').headers['cache-control'] ?? '';
      const seconds = Number(/max-age=(\d+)/.exec(cacheControl)?.[1] ?? 0);
      expect(seconds * 1000).toBeLessThanOrEqual(leftMs);
    }
  });
});

describe.each([
  ['unknown', 404, 'NOT_FOUND', 'does not exist'],
  ['gone', 410, 'LINK_GONE', 'has expired or was deleted'],
  ['failed', 500, 'INTERNAL', 'could not be looked up'],
] as const)('a link that is %s', (state, status, code, words) => {
  test('refuses a browser with a page that no strict policy blocks', () => {
    const { statusCode, headers, body } = redirectAnswer(state, NOW_MS, BROWSER, 'r');
    expect(statusCode).toBe(status);
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    expect(headers.location).toBeUndefined();
    expect(body).toMatch(/^<!doctype html>/);
    expect(body).toContain(words);
    expect(body).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i);
  });

  test.each(['', '*/*', 'application/json'])('refuses a client that accepts "%s" with a problem', (accept) => {
    const { statusCode, headers, body } = redirectAnswer(state, NOW_MS, accept, 'request-1');
    expect(statusCode).toBe(status);
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(headers.location).toBeUndefined();
    expect(JSON.parse(body)).toMatchObject({
      status,
      code,
      detail: expect.stringContaining(words),
      requestId: 'request-1',
    });
  });
});
