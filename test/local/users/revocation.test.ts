// An access token is good for an hour, unless its user signs out or loses a role: then it changes nothing any more.
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { accessTokenSeconds, platformBindings } from '../../../lambdas/shared/base/contract.ts';
import { productWish } from '../catalog/products.ts';
import { bound } from '../kit/aws.ts';
import { type Answer, ask, eventually, newLink, newPerson, type Person, root, unique } from '../kit/client.ts';
import { npmRun } from '../kit/operator.ts';

const REFUSED = [401, 'TOKEN_REVOKED'];
const shown = ({ status, body }: Answer) => [status, body?.code];
const isRefused = ({ body }: Answer): boolean => body?.code === 'TOKEN_REVOKED';

const rename = (token: string) => ask('PATCH', '/api/me', { token, body: { displayName: 'Somebody else' } });
const shorten = (token: string, headers = {}) =>
  ask('POST', '/api/links', { token, headers, body: { url: `https://example.com/${unique()}` } });
const signOut = ({ token }: Person) => ask('DELETE', '/api/sessions', { token });
const signIn = async ({ email, password }: Person): Promise<Answer> =>
  ask('POST', '/api/sessions', { body: { email, password } });

describe('after a sign-out', () => {
  test('the token changes nothing within ten seconds, in its own system and in others, and still reads', async () => {
    const person = await newPerson();
    // Both systems remember for a while that the token was good.
    expect([(await rename(person.token)).status, (await shorten(person.token)).status]).toEqual([200, 201]);
    expect((await signOut(person)).status).toBe(204);
    for (const change of [rename, shorten]) {
      const answer = await eventually(() => change(person.token), isRefused, 30_000);
      expect(shown(answer)).toEqual(REFUSED);
      expect(answer.headers['content-type']).toBe('application/problem+json');
    }
    for (const path of ['/api/me', '/api/links'])
      expect((await ask('GET', path, { token: person.token })).status).toBe(200);
    expect(shown(await signOut(person))).toEqual(REFUSED);
  });

  test('a system that has not seen the token refuses it at once, and each sign-in since works at once', async () => {
    const person = await newPerson();
    await signOut(person);
    expect(shown(await shorten(person.token))).toEqual(REFUSED);
    const { body } = await signIn(person);
    expect((await shorten(body.accessToken)).status).toBe(201);
    expect((await rename(body.accessToken)).status).toBe(200);
    const renewed = await ask('POST', '/api/sessions/refresh', { body: { refreshToken: body.refreshToken } });
    expect((await shorten(renewed.body.accessToken)).status).toBe(201);
    expect(shown(await shorten(person.token))).toEqual(REFUSED);
  });

  test('a stored answer is not repeated to the token', async () => {
    const person = await newPerson();
    const sent = { body: { url: `https://example.com/${unique()}` }, headers: { 'idempotency-key': unique() } };
    const replay = (token: string) => ask('POST', '/api/links', { token, ...sent });
    expect((await replay(person.token)).status).toBe(201);
    await signOut(person);
    const refused = await eventually(() => replay(person.token), isRefused, 30_000);
    expect([...shown(refused), refused.headers['idempotency-replayed']]).toEqual([...REFUSED, undefined]);
    const { body } = await signIn(person);
    const repeated = await replay(body.accessToken);
    expect([repeated.status, repeated.headers['idempotency-replayed']]).toEqual([201, 'true']);
  });

  test('other users notice nothing', async () => {
    const [leaver, other] = [await newPerson(), await newPerson()];
    await signOut(leaver);
    expect(shown(await shorten(leaver.token))).toEqual(REFUSED);
    await newLink(other);
  });

  test('the entry goes when the last token has expired', async () => {
    const person = await newPerson();
    const [, payload = ''] = person.token.split('.');
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number };
    await signOut(person);
    const TableName = await bound('users/http', platformBindings.revocationsTable);
    const Key = { userId: { S: person.userId } };
    const { Item } = await new DynamoDBClient(root).send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    const expiration = Number(Item?.expiration?.N);
    expect(expiration).toBeGreaterThanOrEqual(exp);
    expect(expiration).toBeLessThanOrEqual(Date.now() / 1000 + accessTokenSeconds + 60);
  });
});

describe('a role that is taken away', () => {
  test('ends the tokens that state it, also on reads that need it; a refresh gives one without it', async () => {
    const merchant = await newPerson('merchant');
    const sell = (token: string) => ask('POST', '/api/products', { token, body: productWish() });
    expect((await sell(merchant.token)).status).toBe(201);
    const taken = await npmRun('role', 'take', 'merchant', merchant.email.toUpperCase());
    expect([taken.code, taken.output]).toEqual([0, expect.stringContaining('no longer has the role merchant')]);
    expect(shown(await eventually(() => sell(merchant.token), isRefused, 30_000))).toEqual(REFUSED);
    expect(shown(await ask('GET', '/api/merchant/orders', { token: merchant.token }))).toEqual(REFUSED);
    const { refreshToken } = merchant;
    const { body } = await ask('POST', '/api/sessions/refresh', { body: { refreshToken } });
    expect(shown(await sell(body.accessToken))).toEqual([403, 'FORBIDDEN']);
    expect((await shorten(body.accessToken)).status).toBe(201);
  });

  test('comes back with the next refresh, and nobody has it whom nobody knows', async () => {
    const person = await newPerson();
    expect((await npmRun('role', 'give', 'merchant', person.email)).code).toBe(0);
    const { refreshToken } = person;
    const { body } = await ask('POST', '/api/sessions/refresh', { body: { refreshToken } });
    expect((await ask('GET', '/api/merchant/orders', { token: body.accessToken })).status).toBe(200);
    expect((await shorten(person.token)).status).toBe(201);
    const nobody = await npmRun('role', 'take', 'merchant', `x-${unique()}@example.com`);
    expect([nobody.code, nobody.output]).toEqual([1, expect.stringContaining('There is no account')]);
  });
});
