// The rules for links that are checked before the table is read.
import { describe, expect, test } from '@jest/globals';
import { newLink } from './manage-link.ts';

const NOW_MS = 1_795_305_600_000;
const call = { nowMs: NOW_MS, operationId: 'operation-1' };
const site = { publicUrl: 'https://s.example.com', codeKey: Buffer.alloc(32), codeLength: 7 };
const url = 'https://a.example/';

describe('a wish for a link', () => {
  test.each([
    ['a URL on a private network', { url: 'http://127.0.0.1/' }, 'URL_NOT_ALLOWED'],
    ['a URL of this very site', { url: 'https://S.EXAMPLE.com:444/x' }, 'URL_NOT_ALLOWED'],
    ['a reserved alias', { url, alias: 'login' }, 'ALIAS_RESERVED'],
    ['a reserved alias in other case', { url, alias: 'LogIn' }, 'ALIAS_RESERVED'],
    ['an expiry in the past', { url, expiresAt: '2026-11-21T23:59:59.999Z' }, 'EXPIRY_IN_PAST'],
    ['an expiry at this very millisecond', { url, expiresAt: '2026-11-22T00:00:00Z' }, 'EXPIRY_IN_PAST'],
  ])('refuses %s', async (_what, wish, code) => {
    await expect(newLink('user-1', wish, call, site)).rejects.toMatchObject({ type: { code } });
  });
});
