// A redirect notes the host of a visit's referrer.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { ClickBatch } from '../contract.ts';
import { referrerOf } from './click.ts';

describe('referrerOf', () => {
  test.each([
    ['https://www.example.com/path?q=secret#frag', 'www.example.com'],
    ['https://user:pass@EXAMPLE.com:8443/', 'example.com'],
    ['https://münchen.example/', 'xn--mnchen-3ya.example'],
    ['android-app://Com.Google.Android/', 'com.google.android'],
    ['http://192.168.0.1/', '192.168.0.1'],
    ['https://my_shop.example.com/a', 'my_shop.example.com'],
    ['https://_dmarc.EXAMPLE.com/', '_dmarc.example.com'],
    ['https://a__b_.example/', 'a__b_.example'],
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
      fc.property(header, (referrer) => {
        const click = { code: 'aaaaaaa', atMs: 0, referrer: referrerOf(referrer), correlationId: '' };
        expect(z.safeParse(ClickBatch, { producer: 'p', firstNumber: 1, clicks: [click] }).success).toBe(true);
      }),
    );
  });
});
