// Profile of a new account.
import { expect, test } from '@jest/globals';
import { newcomer } from './profile.ts';

test('a newcomer has its names and no role, and the answer holds no password', () => {
  const body = { email: 'a@example.com', displayName: 'Ada', password: 'correct horse' };
  expect(newcomer('user-1', body)).toEqual({
    userId: 'user-1',
    email: 'a@example.com',
    displayName: 'Ada',
    roles: [],
  });
});
