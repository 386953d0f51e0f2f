// The user pool's trigger: it confirms accounts that our API opens, and refuses the others.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { PreSignUpTriggerEvent } from 'aws-lambda';
import { confirmWith } from './confirm-sign-up.ts';
import { MARK, markOf } from './sign-up-proof.ts';

const key = Buffer.alloc(32, 1);
const email = 'ada@example.com';
const ours = markOf(key, 'operation-1', email);
const handler = confirmWith(async () => key);

const eventOf = (
  userAttributes: Record<string, string>,
  triggerSource: PreSignUpTriggerEvent['triggerSource'] = 'PreSignUp_SignUp',
): PreSignUpTriggerEvent => ({
  version: '1',
  region: 'us-east-1',
  userPoolId: 'pool',
  triggerSource,
  userName: 'user-1',
  callerContext: { awsSdkVersion: '3', clientId: 'client' },
  request: { userAttributes },
  response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
});

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('a new account is confirmed, its e-mail address is not, and the log names only its id', async () => {
  const { response } = await handler(eventOf({ email, name: 'Ada', [MARK]: ours }));
  expect(response).toEqual({ autoConfirmUser: true, autoVerifyEmail: false, autoVerifyPhone: false });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines.join(''))).toMatchObject({ level: 'info', userId: 'user-1' });
  expect(lines.join('')).not.toContain('example.com');
});

describe('a sign-up without our proof is refused', () => {
  const [operation = '', proof = ''] = ours.split('.');
  test.each([
    ['no mark', undefined],
    ['an empty mark', ''],
    ['an operation without proof', operation],
    ['an operation with an empty proof', `${operation}.`],
    ['a shorter proof', `${operation}.${proof.slice(1)}`],
    ['a longer proof', `${ours}A`],
    ['a proof in other letters', `${operation}.${'é'.repeat(11)}`],
    ['the mark of another address', markOf(key, 'operation-1', 'eve@example.com')],
    ['the mark of another operation, cut together', `${markOf(key, 'operation-2', email).split('.')[0]}.${proof}`],
    ['the mark of another key', markOf(Buffer.alloc(32, 2), 'operation-1', email)],
  ])('%s', async (_what, mark) => {
    const event = eventOf({ email, ...(mark !== undefined && { [MARK]: mark }) });
    await expect(handler(event)).rejects.toThrow('POST /api/users');
    expect(event.response.autoConfirmUser).toBe(false);
    expect(JSON.parse(lines.join(''))).toMatchObject({ level: 'warn', clientId: 'client' });
    expect(lines.join('')).not.toContain('example.com');
  });

  test('and so is one without an address', async () => {
    await expect(handler(eventOf({ [MARK]: ours }))).rejects.toThrow('POST /api/users');
  });

  test('and so is a first sign-in through another identity provider', async () => {
    await expect(handler(eventOf({ email }, 'PreSignUp_ExternalProvider'))).rejects.toThrow('POST /api/users');
  });
});

test('an account that an operator makes in the pool passes, and is not confirmed by us', async () => {
  const { response } = await handler(eventOf({ email }, 'PreSignUp_AdminCreateUser'));
  expect(response.autoConfirmUser).toBe(false);
  expect(lines).toEqual([]);
});

test('a mark is the same for each try of an operation, another for each other, and fits the attribute', () => {
  expect(markOf(key, 'operation-1', email)).toBe(ours);
  expect(markOf(key, 'operation-2', email)).not.toBe(ours);
  expect(markOf(key, 'x'.repeat(500), 'a'.repeat(128)).length).toBeLessThanOrEqual(64);
});
