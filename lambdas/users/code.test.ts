// Codes: what their hash covers, how a person may write them, and the mail.
import { expect, test } from '@jest/globals';
import { newCode } from '../shared/base/ids.ts';
import { codeMail, hashOf, isSame } from './code.ts';

const key = Buffer.alloc(32, 1);
const proves = { purpose: 'resetPassword', userId: 'user-1', email: 'ada@example.com' } as const;
const code = 'ABCDEFGHJK';
const hash = hashOf(key, proves, code);

test.each(['ABCDEFGHJK', 'ABCDE-FGHJK', 'abcde-fghjk', ' abcde fghjk '])('%j is the code', (given) => {
  expect(isSame(hash, hashOf(key, proves, given))).toBe(true);
});

test.each<[string, string]>([
  ['another code', hashOf(key, proves, 'ABCDEFGHJL')],
  ['another purpose', hashOf(key, { ...proves, purpose: 'verifyEmail' }, code)],
  ['another user', hashOf(key, { ...proves, userId: 'user-2' }, code)],
  ['another address', hashOf(key, { ...proves, email: 'eve@example.com' }, code)],
  ['another key', hashOf(Buffer.alloc(32, 2), proves, code)],
])('%s has another hash', (_what, other) => {
  expect(isSame(hash, other)).toBe(false);
});

test('a code has ten signs that nobody mistakes for others, and the next one differs', () => {
  const codes = Array.from({ length: 200 }, newCode);
  expect(codes.filter((one) => !/^[0-9A-HJKMNP-TV-Z]{10}$/.test(one))).toEqual([]);
  expect(new Set(codes).size).toBe(200);
});

test('the mail has the code, and nothing that a user wrote', () => {
  expect(codeMail('resetPassword', code)).toEqual({
    subject: 'Your code to set a new password',
    text:
      'Hello,\n\nyour code to set a new password is\n\n  ABCDE-FGHJK\n\n' +
      'It works once, within 15 minutes. If you did not ask for it, ignore this mail: nothing has changed.\n\nYour shop\n',
  });
  expect(codeMail('verifyEmail', code).subject).toBe('Your code to confirm this e-mail address');
});
