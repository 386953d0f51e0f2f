// No operation that needs a user accepts an invalid token, and none gives a user another's data.
// @runs alone: it shortens the validity of everybody's access tokens for a moment
import { createHmac } from 'node:crypto';
import {
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  SignUpCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from '@jest/globals';
import { readContracts } from '../../../bin/contracts.ts';
import { ask, bounded, newLink, newPerson, outputs, root, unique } from '../kit/client.ts';

const cognito = new CognitoIdentityProviderClient(root);
const modules = await readContracts();
const routes = modules.flatMap(({ contract }) => Object.values(contract.routes)).filter(({ auth }) => auth === 'user');
const owner = await newPerson();
const { code } = await newLink(owner);

type Route = (typeof routes)[number];
const send = ({ method, template, example }: Route, token?: string) =>
  ask(method, template.replace('{code}', code), { body: example?.body, ...(token !== undefined && { token }) });

interface Place {
  readonly UserPoolId: string | undefined;
  readonly ClientId: string | undefined;
}
const ownPool: Place = { UserPoolId: outputs.userPoolId, ClientId: outputs.userPoolClientId };

async function signIn(place: Place, email: string, password: string) {
  const AuthParameters = { USERNAME: email, PASSWORD: password };
  const AuthFlow = 'ADMIN_USER_PASSWORD_AUTH';
  const { AuthenticationResult } = await cognito.send(
    new AdminInitiateAuthCommand({ ...place, AuthFlow, AuthParameters }),
  );
  return AuthenticationResult ?? {};
}

async function tokenOfAnotherPool(): Promise<string | undefined> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: `other-${unique()}` }));
  const UserPoolId = UserPool?.Id;
  try {
    const ExplicitAuthFlows = ['ALLOW_ADMIN_USER_PASSWORD_AUTH' as const, 'ALLOW_REFRESH_TOKEN_AUTH' as const];
    const client = new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'App', ExplicitAuthFlows });
    const ClientId = (await cognito.send(client)).UserPoolClient?.ClientId;
    const { email, password } = owner;
    await cognito.send(new SignUpCommand({ ClientId, Username: email, Password: password }));
    await cognito.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password: password, Permanent: true }),
    );
    return (await signIn({ UserPoolId, ClientId }, email, password)).AccessToken;
  } finally {
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
  }
}

/** A token that was valid for a second; AWS itself allows no less than five minutes. */
async function expiredToken(): Promise<string | undefined> {
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(ownPool));
  const seconds = {
    AccessTokenValidity: 1,
    TokenValidityUnits: { ...UserPoolClient?.TokenValidityUnits, AccessToken: 'seconds' as const },
  };
  await cognito.send(new UpdateUserPoolClientCommand({ ...UserPoolClient, ...ownPool, ...seconds }));
  try {
    const { AccessToken } = await signIn(ownPool, owner.email, owner.password);
    return AccessToken;
  } finally {
    await cognito.send(new UpdateUserPoolClientCommand({ ...UserPoolClient, ...ownPool }));
  }
}

const base64 = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const [head = '', payload = '', signature = ''] = owner.token.split('.');
const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
const parsedHead = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>;
const byHmac = `${base64({ ...parsedHead, alg: 'HS256' })}.${payload}`;
const now = await signIn(ownPool, owner.email, owner.password);
const expired = await expiredToken();
const lifetime = JSON.parse(Buffer.from(expired?.split('.')[1] ?? '', 'base64url').toString()) as {
  iat: number;
  exp: number;
};

const tokens: readonly [string, string | undefined][] = [
  ['none', undefined],
  ['garbage', 'garbage'],
  ['garbage of three parts', 'a.b.c'],
  ['an empty signature', `${head}.${payload}.`],
  ['a changed signature', `${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`],
  ['changed claims', `${head}.${base64({ ...claims, sub: 'somebody-else' })}.${signature}`],
  ['alg none', `${base64({ ...parsedHead, alg: 'none' })}.${payload}.`],
  ['alg HS256', `${byHmac}.${createHmac('sha256', 'secret').update(byHmac).digest('base64url')}`],
  ['expired', expired],
  ['of another pool', await tokenOfAnotherPool()],
  ['an ID token', now.IdToken],
  ['a refresh token', owner.refreshToken],
];
await new Promise((resolve) => setTimeout(resolve, Math.max(0, (lifetime.exp + 1) * 1000 - Date.now())));

test('every token of the matrix is there, and the good one is served', async () => {
  expect(tokens.filter(([name, token]) => name !== 'none' && !token)).toEqual([]);
  expect(new Set(tokens.map(([, token]) => token)).size).toBe(tokens.length);
  expect((await ask('GET', '/api/me', { token: now.AccessToken ?? '' })).status).toBe(200);
  expect(lifetime.exp - lifetime.iat).toBe(1);
});

test.each(tokens)('%s: 401 on every operation', async (_, token) => {
  const answers = await bounded(6, routes, async (route) => {
    const { status, body } = await send(route, token);
    return `${route.method} ${route.template} ${status} ${body.code ?? body.message}`;
  });
  const allowed = answers.filter((answer) => !/ 401 (?:UNAUTHENTICATED|Unauthorized)$/.test(answer));
  expect(allowed).toEqual([]);
  expect(answers.length).toBeGreaterThanOrEqual(9);
});

test('another user: 404 on every operation of a link, which stays', async () => {
  const stranger = await newPerson();
  const ofLink = routes.filter(({ template }) => template.includes('{code}'));
  const answers = await bounded(3, ofLink, async (route) => {
    const { status, body } = await send(route, stranger.token);
    return [status, body.code];
  });
  expect(answers).toEqual(ofLink.map(() => [404, 'NOT_FOUND']));
  expect(answers.length).toBeGreaterThanOrEqual(3);
  expect((await ask('GET', `/api/links/${code}`, { token: owner.token })).status).toBe(200);
});
