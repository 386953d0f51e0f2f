// Signatures: the specification's own example, the public library's verdict, and that any other secret, id, time or
// bytes fail.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { newSecret } from '../ids.ts';
import { isSignedBy, secretOfText, signedHeaders } from './standard-webhook.ts';

const nowMs = 1_700_000_000_000;
const secretOf = (bytes: Uint8Array): string => `whsec_${Buffer.from(bytes).toString('base64')}`;
const aSecret = fc.uint8Array({ minLength: 24, maxLength: 64 }).map(secretOf);
const [first, second] = [secretOf(new Uint8Array(24).fill(1)), secretOf(new Uint8Array(64).fill(2))];
const message = { id: 'dl-1', body: '{"name":"straße 💛"}' };

test('is the example of the specification’s libraries', () => {
  const headers = signedHeaders(
    { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' },
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    1_614_265_330_000,
  );
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

describe('the public library', () => {
  /** It reads the clock itself, so these messages are sent now. */
  const isBelieved = (secret: string, body: string, headers: Record<string, string>): boolean => {
    try {
      new Webhook(secret).verify(body, headers, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  };

  test('believes a signature of any secret and body, and refuses those of another secret or body', () => {
    fc.assert(
      fc.property(aSecret, aSecret, fc.string({ unit: 'grapheme' }), (secret, other, body) => {
        fc.pre(secret !== other);
        const headers = signedHeaders({ id: 'dl-1', body }, [secret], Date.now());
        expect(isBelieved(secret, body, headers)).toBe(true);
        expect(isBelieved(other, body, headers)).toBe(false);
        expect(isBelieved(secret, `${body}.`, headers)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('believes new secrets, as we make them, and one signature among two', () => {
    const fresh = `whsec_${newSecret()}`;
    expect(fresh).toMatch(/^whsec_[A-Za-z0-9+/]{48}$/);
    const headers = signedHeaders(message, [fresh, first], Date.now());
    for (const secret of [fresh, first]) expect(isBelieved(secret, message.body, headers)).toBe(true);
    expect(isBelieved(second, message.body, headers)).toBe(false);
  });

  test('takes a text that two sides share as the key', () => {
    for (const text of ['x'.repeat(64), 'a-b_c+d/e=f{g}"h"!<>&%$äöü-0123456789']) {
      const secret = secretOfText(text);
      expect(isBelieved(secret, message.body, signedHeaders(message, [secret], Date.now()))).toBe(true);
      expect(Buffer.from(secret.slice('whsec_'.length), 'base64').toString()).toBe(text);
    }
  });

  test('signs what we believe', () => {
    const signature = new Webhook(first).sign('msg_1', new Date(nowMs), message.body);
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': '1700000000', 'webhook-signature': signature };
    expect(isSignedBy(first, headers, message.body, nowMs)).toBe(true);
    expect(isSignedBy(first.slice('whsec_'.length), headers, message.body, nowMs)).toBe(true);
  });
});

test('fits for five minutes, whichever clock is ahead', () => {
  const headers = signedHeaders(message, [first], nowMs);
  const believed = (aside: number) => isSignedBy(first, headers, message.body, nowMs + aside);
  for (const aside of [0, 300_999, -300_000]) expect([aside, believed(aside)]).toEqual([aside, true]);
  for (const aside of [301_000, -300_001]) expect([aside, believed(aside)]).toEqual([aside, false]);
});

describe('a signature', () => {
  const headers = signedHeaders(message, [first], nowMs);
  const good = headers['webhook-signature'] ?? '';
  const believed = (changed: Record<string, string | undefined>) =>
    isSignedBy(first, { ...headers, ...changed }, message.body, nowMs);

  test.each([
    ['among those of other secrets', `v1,AAAA ${good}`],
    ['among those of other versions', `v1a,abc ${good} v2,x`],
    ['twice', `${good} ${good}`],
  ])('is believed %s', (_, signature) => {
    expect(believed({ 'webhook-signature': signature })).toBe(true);
  });

  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['half of it', good.slice(0, 20)],
    ['more than it', `${good}AAAA`],
    ['another version of it', good.replace('v1,', 'v2,')],
    ['no version', good.replace('v1,', '')],
    ['hexadecimal', `v1,${Buffer.from(good.slice(3), 'base64').toString('hex')}`],
    ['a comma for the space', `v1,AAAA,${good}`],
  ])('is refused: %s', (_, signature) => {
    expect(believed({ 'webhook-signature': signature })).toBe(false);
  });

  test.each([undefined, '', 'now', '1700000001', '1700000000.0', '0x6553f100', ' 1700000000', '1700000000000'])(
    'is refused with the time %j',
    (timestamp) => {
      expect(believed({ 'webhook-timestamp': timestamp })).toBe(false);
    },
  );

  test.each([undefined, '', 'dl-2', 'dl-1.1700000000'])('is refused with the id %j', (id) => {
    expect(believed({ 'webhook-id': id })).toBe(false);
  });
});

test('an empty secret signs nothing', () => {
  for (const secret of ['', 'whsec_']) {
    expect(() => signedHeaders(message, [secret], nowMs)).toThrow('The secret of the webhook is empty');
    expect(() => isSignedBy(secret, signedHeaders(message, [first], nowMs), message.body, nowMs)).toThrow();
  }
});
