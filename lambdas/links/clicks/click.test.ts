// The stored facts of a visit: a host and a kind of device.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { ClickBatch } from '../contract.ts';
import { deviceOf, referrerOf } from './click.ts';

describe('referrerOf', () => {
  test.each([
    ['https://www.example.com/path?q=secret#frag', 'www.example.com'],
    ['https://user:pass@EXAMPLE.com:8443/', 'example.com'],
    ['https://münchen.example/', 'xn--mnchen-3ya.example'],
    ['android-app://Com.Google.Android/', 'com.google.android'],
    ['http://192.168.0.1/', '192.168.0.1'],
    [undefined, 'direct'],
    ['', 'direct'],
    ['not a url', 'direct'],
    ['example.com', 'direct'],
    ['about:blank', 'direct'],
    ['data:text/html,x', 'direct'],
    ['https://[::1]/', 'direct'],
    [`https://${'a'.repeat(60)}.${'b'.repeat(60)}/`, 'direct'],
    ['foo://a#b:c', 'a'],
    ['foo://ref%3ahost/', 'direct'],
  ])('keeps of %s only %s', (header, host) => {
    expect(referrerOf(header)).toBe(host);
  });

  test('is always something the stream takes, whatever a client sends', () => {
    const header = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.string().map((text) => `x://${text}`),
    );
    fc.assert(
      fc.property(header, fc.string({ unit: 'binary' }), (referrer, userAgent) => {
        const click = {
          code: 'aaaaaaa',
          atMs: 0,
          referrer: referrerOf(referrer),
          device: deviceOf(userAgent),
          correlationId: '',
        };
        expect(z.safeParse(ClickBatch, { producer: 'p', firstNumber: 1, clicks: [click] }).success).toBe(true);
      }),
    );
  });
});

const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('deviceOf', () => {
  test.each([
    [`Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${WEBKIT} Mobile/15E148 Safari/604.1`, 'mobile'],
    [`Mozilla/5.0 (Linux; Android 15; Pixel 9) ${WEBKIT} Chrome/131.0 Mobile Safari/537.36`, 'mobile'],
    [`Mozilla/5.0 (Linux; Android 14; SM-X910) ${WEBKIT} Chrome/131.0 Safari/537.36`, 'tablet'],
    [`Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) ${WEBKIT} Mobile/15E148 Safari/604.1`, 'tablet'],
    [`Mozilla/5.0 (Linux; Android 9; KFMAWI) ${WEBKIT} Silk/130.1 like Chrome/130.0 Safari/537.36`, 'tablet'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/131.0 Safari/537.36`, 'desktop'],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/18.0 Safari/605.1.15`, 'desktop'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 'desktop'],
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/131.0 Safari/537.36`, 'desktop'],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'bot'],
    [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/131.0 Safari/537.36`, 'bot'],
    ['facebookexternalhit/1.1 LinkPreview', 'bot'],
    ['curl/8.5.0', 'bot'],
    ['python-requests/2.32', 'bot'],
    ['something new', 'other'],
    ['', 'other'],
    [undefined, 'other'],
  ])('reads %s as %s', (userAgent, device) => {
    expect(deviceOf(userAgent)).toBe(device);
  });
});
