// Accounts in the Cognito user pool. No other file calls it.
//
// pattern                      | call
// create an account            | SignUp (the pool's trigger confirms it in the same step, see confirm-sign-up.ts)
// sign in, refresh             | AdminInitiateAuth
// sign out everywhere          | AdminUserGlobalSignOut
// read, change a profile       | AdminGetUser, AdminUpdateUserAttributes
// set a password               | AdminSetUserPassword
import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  type AdminInitiateAuthCommandInput,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type * as z from 'zod/mini';
import { bounded } from '../shared/aws/bounded.ts';
import { appKey } from '../shared/aws/secret.ts';
import { env } from '../shared/base/env.ts';
import { Problem } from '../shared/base/problem.ts';
import { type Asked, passwordResetRequired, refusalOf } from './cognito-refusal.ts';
import { bindings, type Session, type SignUp, userProblems } from './contract.ts';
import type { Profile } from './profile.ts';
import { MARK, markOf } from './sign-up-proof.ts';

let client: CognitoIdentityProviderClient | undefined;

function cognito(): CognitoIdentityProviderClient {
  client ??= new CognitoIdentityProviderClient(bounded({ maxAttempts: 2, requestTimeout: 2000 }));
  return client;
}

const pool = () => ({ UserPoolId: env(bindings.userPoolId) });
const app = () => ({ ClientId: env(bindings.userPoolClientId) });

/** Creates the account, once per operation, and returns its id. Throws EMAIL_TAKEN, WEAK_PASSWORD. */
export async function addUser(
  { email, password, displayName }: z.infer<typeof SignUp>,
  operationId: string,
): Promise<string> {
  const mark = markOf(await appKey('signUp'), operationId, email);
  try {
    const answer = await cognito().send(
      new SignUpCommand({
        ...app(),
        Username: email,
        Password: password,
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'name', Value: displayName },
          { Name: MARK, Value: mark },
        ],
      }),
    );
    if (!answer.UserSub) throw new Error('Cognito returned no sub for a new account');
    return answer.UserSub;
  } catch (error) {
    if (named(error, 'UsernameExistsException')) return openedBefore(email, mark);
    return refuse('signUp')(error);
  }
}

/** A retry whose first answer was lost recognises its own work. */
async function openedBefore(email: string, mark: string): Promise<string> {
  const command = new AdminGetUserCommand({ ...pool(), Username: email });
  const { Username, UserAttributes } = await cognito().send(command).catch(refuse('profile'));
  const mine = UserAttributes?.some(({ Name, Value }) => Name === MARK && Value === mark);
  if (!mine || !Username) throw new Problem(userProblems.emailTaken);
  return Username;
}

/**
 * Exchanges a password for tokens. Throws WRONG_CREDENTIALS whether the address or the password is wrong, and
 * PASSWORD_RESET_REQUIRED for an account that an operator made.
 */
export const openSession = (email: string, password: string): Promise<Session> =>
  authenticate('signIn', 'ADMIN_USER_PASSWORD_AUTH', { USERNAME: email, PASSWORD: password });

/** Issues a new access token. Throws SESSION_ENDED after sign-out, expiry (30 days) or forgery. */
export const renewSession = (refreshToken: string): Promise<Session> =>
  authenticate('refresh', 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: refreshToken });

async function authenticate(
  asked: 'signIn' | 'refresh',
  AuthFlow: AdminInitiateAuthCommandInput['AuthFlow'],
  AuthParameters: Record<string, string>,
): Promise<Session> {
  const command = new AdminInitiateAuthCommand({ ...pool(), ...app(), AuthFlow, AuthParameters });
  const { AuthenticationResult = {} } = await cognito().send(command).catch(refuse(asked));
  const { AccessToken: accessToken, RefreshToken: refreshToken = AuthParameters.REFRESH_TOKEN } = AuthenticationResult;
  // A challenge has no tokens. This pool has no second factor, so it asks for another password.
  if (!accessToken || !refreshToken) throw passwordResetRequired();
  return { accessToken, refreshToken, expiresInSeconds: AuthenticationResult.ExpiresIn ?? 3600 };
}

/** A removed account has no sessions left, so its absence is success. */
export async function endSessions(userId: string): Promise<void> {
  try {
    await cognito().send(new AdminUserGlobalSignOutCommand({ ...pool(), Username: userId }));
  } catch (error) {
    if (!named(error, 'UserNotFoundException')) refuse('profile')(error);
  }
}

/** The account of an id or an e-mail address. */
export async function findUser(username: string): Promise<Profile | undefined> {
  try {
    const answer = await cognito().send(new AdminGetUserCommand({ ...pool(), Username: username }));
    const attribute = (name: string) => answer.UserAttributes?.find(({ Name }) => Name === name)?.Value ?? '';
    return {
      userId: answer.Username ?? username,
      email: attribute('email'),
      emailVerified: attribute('email_verified') === 'true',
      displayName: attribute('name'),
    };
  } catch (error) {
    if (named(error, 'UserNotFoundException')) return undefined;
    return refuse('profile')(error);
  }
}

/** Throws NOT_FOUND. */
export const changeName = (userId: string, displayName: string) => setAttribute(userId, 'name', displayName);

/** The user reads the mails of the account's address. Throws NOT_FOUND. */
export const markVerified = (userId: string) => setAttribute(userId, 'email_verified', 'true');

async function setAttribute(userId: string, Name: string, Value: string): Promise<void> {
  const UserAttributes = [{ Name, Value }];
  const command = new AdminUpdateUserAttributesCommand({ ...pool(), Username: userId, UserAttributes });
  await cognito().send(command).catch(refuse('profile'));
}

/** Also of an account that an operator made. Throws WEAK_PASSWORD, NOT_FOUND. */
export async function setPassword(userId: string, password: string): Promise<void> {
  const command = new AdminSetUserPasswordCommand({
    ...pool(),
    Username: userId,
    Password: password,
    Permanent: true,
  });
  await cognito().send(command).catch(refuse('password'));
}

const refuse =
  (asked: Asked) =>
  (error: unknown): never => {
    throw refusalOf(asked, error) ?? error;
  };

const named = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;
