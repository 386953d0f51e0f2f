// The response to a visitor: the URL itself until the millisecond it expires, then the reason for no redirect.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redirectAnswer } from './redirect-answer.ts';

const NOW_MS = 1_795_305_600_000;
const URL_TEXT = 'https://a.example/path?q#frag';
const found = { url: URL_TEXT, permanent: false, expiresAtMs: Number.POSITIVE_INFINITY };
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

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

  const locationOf = (url: string): string => redirectAnswer({ ...found, url }, NOW_MS, '', 'r').headers.location ?? '';

  test('leaves with exactly the characters of its URL where they are ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (tail) => {
        const url = `HTTPS://A.example:443/%7euser/${tail}`;
        expect(locationOf(url)).toBe(url);
      }),
    );
  });

  test.each([
    ['https://bücher.example:8443/straße?q=ä#é', 'https://xn--bcher-kva.example:8443/stra%C3%9Fe?q=%C3%A4#%C3%A9'],
    ['https://日本語.jp/%7E/é?👩‍👧', 'https://xn--wgv71a119e.jp/%7E/%C3%A9?%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7'],
  ])('goes to %s under its ASCII name', (url, ascii) => {
    expect(locationOf(url)).toBe(ascii);
  });

  test('goes where its URL goes, in ASCII, whatever characters that has', () => {
    const host = fc.constantFrom('a.example', 'bücher.example:8443', '日本語.jp');
    fc.assert(
      fc.property(host, fc.string({ unit: 'grapheme' }), (name, tail) => {
        const url = `https://${name}/${tail}`;
        const location = locationOf(url);
        expect(location).toMatch(/^\p{ASCII}*$/u);
        expect(new URL(location).href).toBe(new URL(url).href);
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
