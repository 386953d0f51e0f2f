// The user pool's own API, which everybody can call beside ours: the client's id stands in every token.
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from '@jest/globals';
import { MARK } from '../../../lambdas/users/sign-up-proof.ts';
import { ask, newPerson, outputs, root, unique } from '../kit/client.ts';

const cognito = new CognitoIdentityProviderClient(root);
const password = `Pass-${unique()}-9A`;

const signUp = (email: string, mark?: string) =>
  cognito.send(
    new SignUpCommand({
      ClientId: outputs.userPoolClientId,
      Username: email,
      Password: password,
      UserAttributes: [{ Name: 'email', Value: email }, ...(mark === undefined ? [] : [{ Name: MARK, Value: mark }])],
    }),
  );
const refused = { name: 'UserLambdaValidationException', message: expect.stringContaining('POST /api/users') };
const signIn = async (email: string) => (await ask('POST', '/api/sessions', { body: { email, password } })).status;

test('an account is opened by our API alone', async () => {
  const email = `p-${unique()}@example.com`;
  await expect(signUp(email)).rejects.toMatchObject(refused);
  await expect(signUp(email, unique())).rejects.toMatchObject(refused);
  expect(await signIn(email)).toBe(401);
});

test('the proof of one account opens no other', async () => {
  const person = await newPerson();
  const { UserAttributes } = await cognito.send(
    new AdminGetUserCommand({ UserPoolId: outputs.userPoolId, Username: person.email }),
  );
  const mark = UserAttributes?.find(({ Name }) => Name === MARK)?.Value;
  expect(mark).toMatch(/^[\w-]{22}\.[\w-]{22}$/);
  const email = `p-${unique()}@example.com`;
  await expect(signUp(email, mark)).rejects.toMatchObject(refused);
  expect(await signIn(email)).toBe(401);
});
