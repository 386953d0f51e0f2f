// Signatures: an independently computed value, and that any other secret, time or bytes fail.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isSignedBy, signatureOf } from './signature.ts';

const nowMs = 1_700_000_000_000;

test('is HMAC-SHA256 over time, dot and body', () => {
  // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac whsec_test
  expect(signatureOf('whsec_test', '{"a":1}', nowMs)).toBe(
    't=1700000000,v1=38877139021993b830af32feea6e18a8da83eb2f6e49ee50bd9e4cf4ca4d3789',
  );
});

test('fits for five minutes, whichever clock is ahead', () => {
  const header = signatureOf('s', 'body', nowMs);
  for (const aside of [0, 299_000, -299_000]) expect(isSignedBy('s', header, 'body', nowMs + aside)).toBe(true);
  for (const aside of [301_000, -301_000]) expect(isSignedBy('s', header, 'body', nowMs + aside)).toBe(false);
});

test.each(['', 't=1700000000', 'v1=00', 't=1700000000,v1=', 't=x,v1=y', 'T=1,V1=1'])(
  'refuses the header %j',
  (header) => {
    expect(isSignedBy('s', header, 'body', nowMs)).toBe(false);
  },
);

test('refuses another secret, another body, another time, and a later time written over the first', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string({ unit: 'binary' }), fc.string(), (secret, other, body, more) => {
      const header = signatureOf(secret, body, nowMs);
      expect(isSignedBy(secret, header, body, nowMs)).toBe(true);
      if (`${other}!` !== secret) expect(isSignedBy(`${other}!`, header, body, nowMs)).toBe(false);
      expect(isSignedBy(secret, header, `${body}${more}.`, nowMs)).toBe(false);
      expect(isSignedBy(secret, header.replace('t=1700000000', 't=1700000001'), body, nowMs)).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
