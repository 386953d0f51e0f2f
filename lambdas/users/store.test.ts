// Each call to Cognito passes its exceptions on as refusals (cognito-refusal.test.ts has the table).
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { bindings } from './resources.ts';
import { changeName, endSessions, findUser, openSession, renewSession, setPassword } from './store.ts';

const calls = {
  openSession: () => openSession('ada@example.com', 'Analytical-1843'),
  renewSession: () => renewSession('eyJ'),
  endSessions: () => endSessions('user-1'),
  findUser: () => findUser('user-1'),
  changeName: () => changeName('user-1', 'Ada'),
  setPassword: () => setPassword('user-1', 'Analytical-1843'),
};

const answers = (work: () => Promise<unknown>) =>
  jest.spyOn(CognitoIdentityProviderClient.prototype, 'send').mockImplementation(work as never);
const fails = (name: string) => answers(async () => Promise.reject(Object.assign(new Error(name), { name })));

beforeEach(() => {
  process.env.AWS_REGION = 'us-east-1';
  process.env[bindings.userPoolId] = 'us-east-1_pool';
  process.env[bindings.userPoolClientId] = 'client';
});
afterEach(() => {
  jest.restoreAllMocks();
});

test.each(Object.entries(calls))('%s: a throttle is to be tried later, a fault stays one', async (_name, call) => {
  fails('TooManyRequestsException');
  await expect(call()).rejects.toMatchObject({
    type: { status: 503, code: 'ACCOUNTS_BUSY' },
    details: { headers: { 'retry-after': '5' } },
  });
  fails('InternalErrorException');
  await expect(call()).rejects.toMatchObject({ name: 'InternalErrorException' });
});

test('who is not there has no profile, no sessions, and no name to change', async () => {
  fails('UserNotFoundException');
  expect([await calls.findUser(), await calls.endSessions()]).toEqual([undefined, undefined]);
  for (const call of [calls.changeName, calls.setPassword])
    await expect(call()).rejects.toMatchObject({ type: { code: 'NOT_FOUND' } });
});

test.each(['NEW_PASSWORD_REQUIRED', 'MFA_SETUP'])('the challenge %s asks for a new password', async (ChallengeName) => {
  answers(async () => ({ ChallengeName, Session: 'a session', ChallengeParameters: {} }));
  await expect(calls.openSession()).rejects.toMatchObject({ type: { status: 403, code: 'PASSWORD_RESET_REQUIRED' } });
});

test('a refresh keeps its token unless Cognito gives another', async () => {
  answers(async () => ({ AuthenticationResult: { AccessToken: 'a', ExpiresIn: 600 } }));
  expect(await calls.renewSession()).toEqual({ accessToken: 'a', refreshToken: 'eyJ', expiresInSeconds: 600 });
  answers(async () => ({ AuthenticationResult: { AccessToken: 'a', RefreshToken: 'b' } }));
  expect(await calls.renewSession()).toEqual({ accessToken: 'a', refreshToken: 'b', expiresInSeconds: 3600 });
});
