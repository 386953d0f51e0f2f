// Resolved addresses: only those of the public internet pass (URLs: lambdas/links/url-policy.test.ts).
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hostileAddresses } from '../../../../test/hostile-urls.ts';
import { isPublicAddress } from './url-policy.ts';

describe('a hostile address', () => {
  test.each(hostileAddresses)('%j is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

test.each(['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.63.0.1', '100.128.0.1', '192.167.0.1', '223.0.0.1'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test.each(['2606:4700:4700::1111', '2002:808:808::1', '2a00:1450:4001:80e::200e'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test('no IPv6 address that holds an IPv4 one by mapping or translation is public, whatever it holds', () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
  const prefix = fc.constantFrom('::', '::ffff:', '::ffff:0:', '64:ff9b::', '64:ff9b:1::');
  fc.assert(
    fc.property(prefix, group, group, (head, high, low) => {
      expect(isPublicAddress(`${head}${high}:${low}`)).toBe(false);
    }),
  );
});

test('an address in 6to4 is judged by the IPv4 address that it holds', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const [high, low] = [0, 2].map((at) => {
        const [first = 0, second = 0] = address.split('.').slice(at).map(Number);
        return (first * 256 + second).toString(16);
      });
      expect(isPublicAddress(`2002:${high}:${low}::1`)).toBe(isPublicAddress(address));
    }),
  );
});

test.each(['2001:1ff:ffff::1', '2001:db8::1', '3fff:fff::1', 'fe80::1%eth0', '1fff::1', '4000::1', '::1'])(
  '%s is not public',
  (address) => {
    expect(isPublicAddress(address)).toBe(false);
  },
);

test.each(['2001:200::1', '2001:db9::1', '3fff:1000::1', '2000::1'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});
