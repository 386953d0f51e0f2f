// Accounts in the Cognito user pool. No other file calls it.
//
// pattern                      | call
// create an account            | SignUp (the pool's trigger confirms it in the same step, see confirm-sign-up.ts)
// sign in, refresh             | AdminInitiateAuth
// sign out everywhere          | AdminUserGlobalSignOut
// read, change a profile       | AdminGetUser, AdminUpdateUserAttributes
import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  type AdminInitiateAuthCommandInput,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type * as z from 'zod/mini';
import { bounded } from '../shared/aws/bounded.ts';
import { env } from '../shared/base/env.ts';
import { Problem, type ProblemType } from '../shared/base/problem.ts';
import { bindings, type Session, type SignUp, userProblems } from './contract.ts';
import type { Profile } from './profile.ts';

let client: CognitoIdentityProviderClient | undefined;

function cognito(): CognitoIdentityProviderClient {
  client ??= new CognitoIdentityProviderClient(bounded({ maxAttempts: 2, requestTimeout: 2000 }));
  return client;
}

const pool = () => ({ UserPoolId: env(bindings.userPoolId) });
const app = () => ({ ClientId: env(bindings.userPoolClientId) });

// The operation that created the account: a retry whose first answer was lost recognises its own work.
const OPERATION = 'custom:operation';

/** Creates the account, once per operation, and returns its id. Throws EMAIL_TAKEN, WEAK_PASSWORD. */
export async function addUser(
  { email, password, displayName }: z.infer<typeof SignUp>,
  operationId: string,
): Promise<string> {
  try {
    const answer = await cognito().send(
      new SignUpCommand({
        ...app(),
        Username: email,
        Password: password,
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'name', Value: displayName },
          { Name: OPERATION, Value: operationId },
        ],
      }),
    );
    if (!answer.UserSub) throw new Error('Cognito returned no sub for a new account');
    return answer.UserSub;
  } catch (error) {
    if (named(error, 'UsernameExistsException')) return openedBefore(email, operationId);
    if (named(error, 'InvalidPasswordException')) {
      throw new Problem(userProblems.weakPassword, (error as Error).message);
    }
    throw error;
  }
}

async function openedBefore(email: string, operationId: string): Promise<string> {
  const { Username, UserAttributes } = await cognito().send(new AdminGetUserCommand({ ...pool(), Username: email }));
  const mine = UserAttributes?.some(({ Name, Value }) => Name === OPERATION && Value === operationId);
  if (!mine || !Username) throw new Problem(userProblems.emailTaken);
  return Username;
}

/** Exchanges a password for tokens. Throws WRONG_CREDENTIALS whether the address or the password is wrong. */
export async function openSession(email: string, password: string): Promise<Session> {
  const proof = { USERNAME: email, PASSWORD: password };
  return session(await authenticate('ADMIN_USER_PASSWORD_AUTH', proof, userProblems.wrongCredentials));
}

/** Issues a new access token. Throws SESSION_ENDED after sign-out, expiry (30 days) or forgery. */
export async function renewSession(refreshToken: string): Promise<Session> {
  const proof = { REFRESH_TOKEN: refreshToken };
  const result = await authenticate(
    'REFRESH_TOKEN_AUTH',
    proof,
    userProblems.sessionEnded,
    'InvalidParameterException',
  );
  return session({ RefreshToken: refreshToken, ...result });
}

/** Exchanges credentials for tokens; Cognito's refusals, and the named ones, become the one problem. */
async function authenticate(
  AuthFlow: AdminInitiateAuthCommandInput['AuthFlow'],
  AuthParameters: Record<string, string>,
  refusal: ProblemType,
  ...otherRefusals: string[]
): Promise<AuthenticationResultType | undefined> {
  try {
    const command = new AdminInitiateAuthCommand({ ...pool(), ...app(), AuthFlow, AuthParameters });
    return (await cognito().send(command)).AuthenticationResult;
  } catch (error) {
    if (named(error, 'NotAuthorizedException', 'UserNotFoundException', ...otherRefusals)) throw new Problem(refusal);
    throw error;
  }
}

/** A removed account has no sessions left, so its absence is success. */
export async function endSessions(userId: string): Promise<void> {
  try {
    await cognito().send(new AdminUserGlobalSignOutCommand({ ...pool(), Username: userId }));
  } catch (error) {
    if (!named(error, 'UserNotFoundException')) throw error;
  }
}

export async function findUser(userId: string): Promise<Profile | undefined> {
  try {
    const answer = await cognito().send(new AdminGetUserCommand({ ...pool(), Username: userId }));
    const attribute = (name: string) => answer.UserAttributes?.find(({ Name }) => Name === name)?.Value ?? '';
    return { userId, email: attribute('email'), displayName: attribute('name') };
  } catch (error) {
    if (named(error, 'UserNotFoundException')) return undefined;
    throw error;
  }
}

export async function changeName(userId: string, displayName: string): Promise<void> {
  const UserAttributes = [{ Name: 'name', Value: displayName }];
  await cognito().send(new AdminUpdateUserAttributesCommand({ ...pool(), Username: userId, UserAttributes }));
}

function session(result: AuthenticationResultType | undefined): Session {
  // A challenge (new password, MFA) carries no tokens; this pool issues none.
  if (!result?.AccessToken || !result.RefreshToken) throw new Error('Cognito returned a challenge, not tokens');
  return {
    accessToken: result.AccessToken,
    refreshToken: result.RefreshToken,
    expiresInSeconds: result.ExpiresIn ?? 3600,
  };
}

const named = (error: unknown, ...names: string[]): boolean => error instanceof Error && names.includes(error.name);
