// Accounts and sessions over HTTP.

import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from '@jest/globals';
import { ask, newPerson, outputs, root, unique } from '../kit/client.ts';

const fresh = () => ({ email: `p-${unique()}@example.com`, password: `Pass-${unique()}-9A`, displayName: 'Zoë Ω' });

describe('sign-up', () => {
  test('opens an account that can sign in at once, and says who it is', async () => {
    const account = fresh();
    const opened = await ask('POST', '/api/users', { body: account });
    expect(opened.status).toBe(201);
    expect(opened.body).toEqual({
      userId: expect.any(String),
      email: account.email,
      emailVerified: false,
      displayName: account.displayName,
      roles: [],
    });
    const session = await ask('POST', '/api/sessions', { body: { email: account.email, password: account.password } });
    expect(session.status).toBe(201);
    expect(session.body).toEqual({
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      expiresInSeconds: 3600,
    });
    const me = await ask('GET', '/api/me', { token: session.body.accessToken });
    expect(me.body).toEqual(opened.body);
  });

  test('refuses a second account for an address, however it is written', async () => {
    const account = fresh();
    await ask('POST', '/api/users', { body: account });
    const again = await ask('POST', '/api/users', { body: { ...account, email: account.email.toUpperCase() } });
    expect(again.status).toBe(409);
    expect(again.body.code).toBe('EMAIL_TAKEN');
  });

  test('refuses a weak password', async () => {
    const answer = await ask('POST', '/api/users', { body: { ...fresh(), password: 'short' } });
    expect([answer.status, answer.body.code]).toEqual([400, 'WEAK_PASSWORD']);
  });

  test('refuses fields the contract does not know, by their name', async () => {
    const answer = await ask('POST', '/api/users', { body: { ...fresh(), roles: ['admin'] } });
    expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body.errors[0].message).toContain('roles');
  });

  test('one Idempotency-Key opens one account, and a retry gets the same answer', async () => {
    const account = fresh();
    const headers = { 'idempotency-key': unique() };
    const first = await ask('POST', '/api/users', { body: account, headers });
    const second = await ask('POST', '/api/users', { body: account, headers });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
  });
});

describe('sign-in', () => {
  test('answers a wrong password and an unknown address alike', async () => {
    const person = await newPerson();
    const wrong = await ask('POST', '/api/sessions', { body: { email: person.email, password: 'Wrong-pass-1' } });
    const unknown = await ask('POST', '/api/sessions', {
      body: { email: `x-${unique()}@example.com`, password: 'Wrong-pass-1' },
    });
    const shown = ({ status, body: { requestId, ...body } }: typeof wrong) => ({ status, body });
    expect(shown(wrong)).toEqual(shown(unknown));
    expect([wrong.status, wrong.body.code]).toEqual([401, 'WRONG_CREDENTIALS']);
  });

  test('a refresh token gives a new access token, until everybody is signed out', async () => {
    const person = await newPerson();
    const renewed = await ask('POST', '/api/sessions/refresh', { body: { refreshToken: person.refreshToken } });
    expect(renewed.status).toBe(201);
    expect((await ask('GET', '/api/me', { token: renewed.body.accessToken })).status).toBe(200);
    expect((await ask('DELETE', '/api/sessions', { token: person.token })).status).toBe(204);
    const late = await ask('POST', '/api/sessions/refresh', { body: { refreshToken: person.refreshToken } });
    expect([late.status, late.body.code]).toEqual([401, 'SESSION_ENDED']);
  });
});

test('roles come from the groups of the user pool', async () => {
  const person = await newPerson();
  const cognito = new CognitoIdentityProviderClient(root);
  const user = { UserPoolId: outputs.userPoolId, Username: person.email };
  for (const GroupName of ['merchant', 'driver'])
    await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName }));
  const session = await ask('POST', '/api/sessions', { body: { email: person.email, password: person.password } });
  const me = await ask('GET', '/api/me', { token: session.body.accessToken });
  expect(me.body.roles).toEqual(['merchant', 'driver']);
});

test('a token that outlives its account: nobody is found, and signing out is still done', async () => {
  const person = await newPerson();
  const cognito = new CognitoIdentityProviderClient(root);
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId: outputs.userPoolId, Username: person.email }));
  const { token } = person;
  const answers = [
    await ask('GET', '/api/me', { token }),
    await ask('PATCH', '/api/me', { token, body: { displayName: 'Nobody' } }),
    await ask('DELETE', '/api/sessions', { token }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 204]);
});

test('a profile shows its new name', async () => {
  const person = await newPerson();
  const changed = await ask('PATCH', '/api/me', { token: person.token, body: { displayName: 'New name' } });
  expect([changed.status, changed.body.displayName]).toEqual([200, 'New name']);
  expect((await ask('GET', '/api/me', { token: person.token })).body.displayName).toBe('New name');
});

test('another method on a path is told which ones there are', async () => {
  const answer = await ask('PUT', '/api/me');
  expect([answer.status, answer.body.code, answer.headers.allow]).toEqual([405, 'METHOD_NOT_ALLOWED', 'GET, PATCH']);
});

test.each([
  ['DELETE', '/api/links/top', 'GET'],
  ['GET', '/api/jobs/uploads', 'POST'],
])('%s %s is another method of that path, not a method of the path with a parameter', async (method, path, allowed) => {
  const { status, headers } = await ask(method, path);
  expect([status, headers.allow]).toEqual([405, allowed]);
});
