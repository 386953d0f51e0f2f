// The address that a limit counts: the peer, or the viewer behind our CDN; never an address that the client wrote.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clientAddress, edgeOf } from './client-address.ts';

const SECRET = 'an-edge-secret-of-32-characters-x';
const PEER = '198.51.100.7';
const VIEWER = '203.0.113.9';
const through = (secret: string | undefined, viewer: string | undefined) => ({
  'x-origin-secret': secret,
  'x-viewer-address': viewer,
});

describe('the viewer address header', () => {
  test('counts beside the secret of our CDN', () => {
    expect(clientAddress(through(SECRET, VIEWER), PEER, SECRET)).toBe(VIEWER);
  });

  test.each([undefined, '', 'wrong', SECRET.slice(1), `${SECRET}x`, SECRET.toUpperCase(), ` ${SECRET}`])(
    'is ignored beside the secret %j',
    (secret) => {
      expect(clientAddress(through(secret, VIEWER), PEER, SECRET)).toBe(PEER);
    },
  );

  test('is ignored beside any other secret, whatever both are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (given, viewer) => {
        fc.pre(given !== SECRET);
        expect(clientAddress(through(given, viewer), PEER, SECRET)).toBe(PEER);
      }),
    );
  });

  test('is ignored when the application has no secret: an empty one proves nothing', () => {
    expect(clientAddress(through(undefined, VIEWER), PEER, '')).toBe(PEER);
    expect(clientAddress(through('', VIEWER), PEER, '')).toBe(PEER);
  });

  test('leaves the peer when it is missing or empty', () => {
    expect(clientAddress(through(SECRET, undefined), PEER, SECRET)).toBe(PEER);
    expect(clientAddress(through(SECRET, ''), PEER, SECRET)).toBe(PEER);
  });

  test('is no other header that clients can write', () => {
    const headers = { 'x-forwarded-for': VIEWER, forwarded: `for=${VIEWER}`, 'x-real-ip': VIEWER };
    expect(clientAddress(headers, PEER, SECRET)).toBe(PEER);
  });
});

describe('an IPv6 address', () => {
  test.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:1::3:4:5:6', '2001:db8:1:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1::', '1:0:0:0::/64'],
  ])('%s counts as %s', (address, subject) => {
    expect(clientAddress({}, address, SECRET)).toBe(subject);
    expect(clientAddress(through(SECRET, address), PEER, SECRET)).toBe(subject);
  });

  const group = fc.nat(0xffff);
  const groups = fc.array(group, { minLength: 4, maxLength: 4 });
  // Starts at 1, so no network is that of IPv4-mapped addresses.
  const network = fc
    .tuple(fc.integer({ min: 1, max: 0xffff }), groups)
    .map(([first, rest]) => [first, ...rest.slice(1)]);
  const text = (parts: readonly number[]) => parts.map((part) => part.toString(16)).join(':');

  test('counts with every host of its /64, and with no host of another', () => {
    fc.assert(
      fc.property(network, network, groups, groups, (net, other, a, b) => {
        const subject = (parts: readonly number[]) => clientAddress({}, text(parts), SECRET);
        expect(subject([...net, ...a])).toBe(subject([...net, ...b]));
        fc.pre(text(net) !== text(other));
        expect(subject([...net, ...a])).not.toBe(subject([...other, ...a]));
      }),
    );
  });

  test('counts alike in every spelling', () => {
    const spellings = [
      '2001:db8:0:a::1',
      '2001:DB8:0:A::1',
      '2001:0db8:0000:000a:0000:0000:0000:0001',
      '2001:db8::a:0:0:0:1',
      '2001:db8:0:a:0:0:0.0.0.1',
    ];
    expect(new Set(spellings.map((address) => clientAddress({}, address, SECRET))).size).toBe(1);
  });

  test('that only maps an IPv4 address counts as that one, not as one subscriber with all others', () => {
    expect(clientAddress({}, '::ffff:198.51.100.7', SECRET)).not.toBe(clientAddress({}, '::ffff:203.0.113.9', SECRET));
    expect(clientAddress({}, '::ffff:198.51.100.7', SECRET)).toBe('198.51.100.7');
  });
});

describe('what the CDN added', () => {
  test('is passed on as it came, and no other header that a client may write', () => {
    expect(edgeOf({ ...through(SECRET, VIEWER), 'x-forwarded-for': PEER })).toEqual(through(SECRET, VIEWER));
    expect(edgeOf({})).toEqual({});
  });

  test.each(['', 'a b', 'ü', '\u{1f511}', 'a\r\nb'])(
    'is not %j, which would break the request that carries it',
    (viewer) => {
      expect(edgeOf(through(SECRET, viewer))).toEqual({ 'x-origin-secret': SECRET });
    },
  );
});
