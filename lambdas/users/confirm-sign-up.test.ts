// The user pool's trigger that confirms a new account.
import { afterEach, expect, jest, test } from '@jest/globals';
import type { PreSignUpTriggerEvent } from 'aws-lambda';
import { handler } from './confirm-sign-up.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

test('a new account is confirmed, its e-mail address is not, and the log names only its id', async () => {
  const lines: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const event: PreSignUpTriggerEvent = {
    version: '1',
    region: 'us-east-1',
    userPoolId: 'pool',
    triggerSource: 'PreSignUp_SignUp',
    userName: 'user-1',
    callerContext: { awsSdkVersion: '3', clientId: 'client' },
    request: { userAttributes: { email: 'a@example.com', name: 'Ada' } },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  };
  const { response } = await handler(event);
  expect(response).toEqual({ autoConfirmUser: true, autoVerifyEmail: false, autoVerifyPhone: false });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines.join(''))).toMatchObject({ level: 'info', userId: 'user-1' });
  expect(lines.join('')).not.toContain('example.com');
});
