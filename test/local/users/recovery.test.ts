// A person verifies an e-mail address, or sets a new password, with a code from a mail.
import { AdminCreateUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { type SentMail, sentMails } from '../../../cli/operate/mail.ts';
import { bindings } from '../../../lambdas/users/contract.ts';
import { bound, invoke } from '../kit/aws.ts';
import { type Answer, ask, eventually, newPerson, outputs, type Person, root, unique } from '../kit/client.ts';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient(root));
const shown = ({ status, body }: Answer) => [status, body?.code];
const WRONG = [400, 'CODE_WRONG'];
const other = `Pass-${unique()}-7B`;

const codeIn = (mail: SentMail | undefined): string => /^ {2}(\w{5}-\w{5})$/m.exec(mail?.text ?? '')?.[1] ?? '';
const codesTo = async (email: string): Promise<SentMail[]> =>
  (await sentMails(outputs.endpoint, email)).filter(({ subject }) => subject.startsWith('Your code'));
const mailTo = async (email: string): Promise<SentMail | undefined> =>
  (
    await eventually(
      () => codesTo(email),
      (mails) => mails.length > 0,
    )
  )[0];

const askReset = (email: string) => ask('POST', '/api/password-resets', { body: { email } });
const reset = (email: string, code: string, password = other) =>
  ask('POST', '/api/password-resets/confirm', { body: { email, code, password } });
const askVerification = ({ token }: Person) => ask('POST', '/api/me/email-verifications', { token });
const verify = ({ token }: Person, code: string) =>
  ask('POST', '/api/me/email-verifications/confirm', { token, body: { code } });
const signIn = (email: string, password: string) => ask('POST', '/api/sessions', { body: { email, password } });

async function resetCodeOf({ email }: Person): Promise<string> {
  expect((await askReset(email)).status).toBe(202);
  return codeIn(await mailTo(email));
}
async function verificationCodeOf(person: Person): Promise<string> {
  expect((await askVerification(person)).status).toBe(202);
  return codeIn(await mailTo(person.email));
}

const codesTable = () => bound('users/http', bindings.codesTable);
const storedCode = async (id: string): Promise<Record<string, unknown> | undefined> =>
  (await documents.send(new GetCommand({ TableName: await codesTable(), Key: { id }, ConsistentRead: true }))).Item;
const changeCode = async (id: string, attribute: string, value: number): Promise<unknown> =>
  documents.send(
    new UpdateCommand({
      TableName: await codesTable(),
      Key: { id },
      UpdateExpression: 'SET #name = :value',
      ExpressionAttributeNames: { '#name': attribute },
      ExpressionAttributeValues: { ':value': value },
    }),
  );
const WRONG_CODE = '00000-00000';

describe('a new password', () => {
  test('is set with the mailed code, once, and ends every session', async () => {
    const person = await newPerson();
    const asked = await askReset(person.email);
    expect([asked.status, asked.body]).toEqual([202, { validForSeconds: 900 }]);
    const mail = await mailTo(person.email);
    expect(mail?.subject).toBe('Your code to set a new password');
    const code = codeIn(mail);
    expect(JSON.stringify(await storedCode(`resetPassword#${person.userId}`))).not.toContain(code.replace('-', ''));
    expect((await reset(person.email.toUpperCase(), code.toLowerCase())).status).toBe(204);

    expect(shown(await signIn(person.email, person.password))).toEqual([401, 'WRONG_CREDENTIALS']);
    expect((await signIn(person.email, other)).status).toBe(201);
    const { refreshToken, token } = person;
    expect(shown(await ask('POST', '/api/sessions/refresh', { body: { refreshToken } }))).toEqual([
      401,
      'SESSION_ENDED',
    ]);
    const rename = () => ask('PATCH', '/api/me', { token, body: { displayName: 'Somebody else' } });
    expect(shown(await eventually(rename, ({ status }) => status === 401, 30_000))).toEqual([401, 'TOKEN_REVOKED']);

    expect(shown(await reset(person.email, code))).toEqual(WRONG);
  }, 60_000);

  test('is asked for alike for an unknown address, which is sent nothing', async () => {
    const person = await newPerson();
    const email = `x-${unique()}@example.com`;
    const [known, unknown] = [await askReset(person.email), await askReset(email)];
    const headers = ({ headers: { 'content-type': type, 'cache-control': cache } }: Answer) => [type, cache];
    expect([unknown.status, unknown.body, headers(unknown)]).toEqual([known.status, known.body, headers(known)]);
    await mailTo(person.email);
    expect(await codesTo(email)).toEqual([]);
    expect(shown(await reset(email, WRONG_CODE))).toEqual(WRONG);
  });

  test('that is too weak costs a try, and the code stays good', async () => {
    const person = await newPerson();
    const code = await resetCodeOf(person);
    expect(shown(await reset(person.email, code, 'short'))).toEqual([400, 'WEAK_PASSWORD']);
    expect((await reset(person.email, code)).status).toBe(204);
  });

  test('lets in whom an operator made an account for', async () => {
    const email = `p-${unique()}@example.com`;
    const password = `Temp-${unique()}-9A`;
    const attributes = { UserAttributes: [{ Name: 'email', Value: email }], TemporaryPassword: password };
    const account = { UserPoolId: outputs.userPoolId, Username: email, MessageAction: 'SUPPRESS' as const };
    await new CognitoIdentityProviderClient(root).send(new AdminCreateUserCommand({ ...account, ...attributes }));
    expect(shown(await signIn(email, password))).toEqual([403, 'PASSWORD_RESET_REQUIRED']);
    await askReset(email);
    expect((await reset(email, codeIn(await mailTo(email)))).status).toBe(204);
    expect((await signIn(email, other)).status).toBe(201);
  });
});

describe('a code', () => {
  test('that is wrong five times is good no more', async () => {
    const person = await newPerson();
    const code = await resetCodeOf(person);
    for (let tries = 0; tries < 5; tries += 1) expect(shown(await reset(person.email, WRONG_CODE))).toEqual(WRONG);
    expect(shown(await reset(person.email, code))).toEqual(WRONG);
    expect((await signIn(person.email, person.password)).status).toBe(201);
  });

  test('is good for fifteen minutes', async () => {
    const person = await newPerson();
    const code = await resetCodeOf(person);
    const id = `resetPassword#${person.userId}`;
    const { issuedAtMs, goodUntilMs } = (await storedCode(id)) ?? {};
    expect(Number(goodUntilMs) - Number(issuedAtMs)).toBe(900_000);
    await changeCode(id, 'goodUntilMs', Date.now() - 1);
    expect(shown(await reset(person.email, code))).toEqual(WRONG);
  });

  test('of another user, or for another purpose, is wrong', async () => {
    const [person, stranger] = [await newPerson(), await newPerson()];
    const [code, strangers] = [await resetCodeOf(person), await resetCodeOf(stranger)];
    expect(shown(await reset(person.email, strangers))).toEqual(WRONG);
    expect(shown(await verify(person, code))).toEqual(WRONG);
    expect((await reset(person.email, code)).status).toBe(204);
  });

  test('is mailed once a minute at most, and a later one replaces it', async () => {
    const person = await newPerson();
    const first = await resetCodeOf(person);
    const again = () =>
      invoke('users/send-code', { purpose: 'resetPassword', username: person.userId, correlationId: unique() });
    expect(await again()).toEqual({ outcome: 'TOO_SOON' });
    await changeCode(`resetPassword#${person.userId}`, 'issuedAtMs', Date.now() - 61_000);
    expect(await again()).toEqual({ outcome: 'SENT' });
    const mails = await codesTo(person.email);
    expect(mails).toHaveLength(2);
    expect(shown(await reset(person.email, first))).toEqual(WRONG);
    expect((await reset(person.email, codeIn(mails[1]))).status).toBe(204);
  });
});

describe('an e-mail address', () => {
  const isVerified = async ({ token }: Person) => (await ask('GET', '/api/me', { token })).body.emailVerified;

  test('is verified with the mailed code, once', async () => {
    const person = await newPerson();
    const code = await verificationCodeOf(person);
    expect((await mailTo(person.email))?.subject).toBe('Your code to confirm this e-mail address');
    expect(shown(await verify(person, WRONG_CODE))).toEqual(WRONG);
    expect(await isVerified(person)).toBe(false);
    expect((await verify(person, code)).status).toBe(204);
    expect(await isVerified(person)).toBe(true);
    expect(shown(await verify(person, code))).toEqual(WRONG);
  });

  test('is not verified with the code of another user', async () => {
    const [person, stranger] = [await newPerson(), await newPerson()];
    await verificationCodeOf(person);
    const strangers = await verificationCodeOf(stranger);
    expect(shown(await verify(person, strangers))).toEqual(WRONG);
    expect([await isVerified(person), await isVerified(stranger)]).toEqual([false, false]);
  });
});
