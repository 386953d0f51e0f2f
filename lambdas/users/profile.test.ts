// Profile of a new account, and the user of a token.
import { expect, test } from '@jest/globals';
import { newcomer, tokenOf } from './profile.ts';

test('a newcomer has its names and no role, and the answer holds no password', () => {
  const body = { email: 'a@example.com', displayName: 'Ada', password: 'correct horse' };
  expect(newcomer('user-1', body)).toEqual({
    userId: 'user-1',
    email: 'a@example.com',
    emailVerified: false,
    displayName: 'Ada',
    roles: [],
  });
});

test('a token names its user and the second of its issue, also in characters that base64 writes in two ways', () => {
  const payload = Buffer.from(JSON.stringify({ sub: 'u>?ÿ', iat: 1_795_000_000 })).toString('base64url');
  expect(tokenOf(`h.${payload}.s`)).toEqual({ userId: 'u>?ÿ', issuedAt: 1_795_000_000 });
});
