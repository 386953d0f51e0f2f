// Which endpoints can be registered.
import { describe, expect, test } from '@jest/globals';
import { hostileUrls, ownHost } from '../../test/hostile-urls.ts';
import { refusalOf, secretsAt, withSecret } from './webhook.ts';

const ownUrl = `https://${ownHost}`;
const receiver = 'http://localhost:4580';

describe('an endpoint', () => {
  test.each(hostileUrls.flatMap(([, urls]) => urls).map((url) => [url.slice(0, 60), url]))(
    '%j is refused',
    (_, url) => {
      expect(refusalOf(url, { ownUrl })).toBeDefined();
      expect(refusalOf(url, { ownUrl, receiver })).toBeDefined();
    },
  );

  test.each([
    'https://example.com/hooks?a=1',
    'http://example.com',
    'https://example.com:8443/',
    'http://example.com:1024/',
    'http://8.8.8.8:80/',
  ])('%s is taken', (url) => {
    expect(refusalOf(url, { ownUrl })).toBeUndefined();
  });

  test.each([0, 1, 22, 25, 53, 79, 81, 110, 143, 444, 465, 587, 993, 1023])('at port %d is refused', (port) => {
    expect(refusalOf(`https://example.com:${port}/`, { ownUrl })).toBe('Its port is neither 80, 443 nor above 1023.');
  });

  test('of this machine is taken at exactly the configured origin, and nowhere without one', () => {
    expect(refusalOf('http://localhost:4580/any?thing', { ownUrl, receiver })).toBeUndefined();
    for (const url of [
      'http://localhost:4580/',
      'http://localhost:4581/',
      'https://localhost:4580/',
      'http://localhost/',
      'http://127.0.0.1:4580/',
      'http://localhost.:4580/',
      'http://x.localhost:4580/',
    ]) {
      expect([url, refusalOf(url, { ownUrl }) !== undefined]).toEqual([url, true]);
      if (!url.startsWith(`${receiver}/`))
        expect([url, refusalOf(url, { ownUrl, receiver }) !== undefined]).toEqual([url, true]);
    }
  });
});

describe('the secret', () => {
  const DAY = 24 * 3_600_000;

  test('that was replaced signs beside the new one for a day, and not a moment longer', () => {
    const webhook = withSecret({ secret: 'a' }, 'b', 0);
    expect([secretsAt({ secret: 'a' }, 0), secretsAt(webhook, 0), secretsAt(webhook, DAY - 1)]).toEqual([
      ['a'],
      ['b', 'a'],
      ['b', 'a'],
    ]);
    expect(secretsAt(webhook, DAY)).toEqual(['b']);
  });

  test('can be replaced again within the day: a receiver that lost the answer is still believed', () => {
    const twice = withSecret(withSecret({ secret: 'a' }, 'b', 0), 'c', DAY / 2);
    expect(secretsAt(twice, DAY - 1)).toEqual(['c', 'b', 'a']);
    expect(secretsAt(twice, DAY)).toEqual(['c', 'b']);
    const often = [1, 2, 3, 4, 5, 6].reduce((webhook, i) => withSecret(webhook, `s${i}`, i), twice);
    expect(secretsAt(often, 6)).toEqual(['s6', 's5', 's4', 's3']);
    expect(withSecret(often, 'new', 10 * DAY).formerSecrets).toEqual([{ secret: 's6', untilMs: 11 * DAY }]);
  });
});
