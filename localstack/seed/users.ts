// The demo users: one for each role, named after it, and a few others.
import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { roles } from '../../lambdas/shared/base/contract.ts';
import type { DemoUser, Outputs } from '../outputs.ts';
import { post } from './api.ts';

export interface Person {
  readonly name: string;
  /** Every user is a customer; a role is a group of the user pool. */
  readonly roles: readonly (typeof roles)[number][];
}

/** Add a user by adding a line. */
export const people = [
  { name: 'customer', roles: [] },
  { name: 'merchant', roles: ['merchant'] },
  { name: 'driver', roles: ['driver'] },
  { name: 'admin', roles: ['admin'] },
] as const satisfies readonly Person[];

/** Publicly known, so for the local target only. Usable as the body of a sign-in. */
const accountOf = (name: string): DemoUser => ({ email: `${name}@demo.example`, password: `Demo-${name}-1!` });

/** The accounts by user name. */
export const accountsOf = (all: readonly Person[]): Record<string, DemoUser> =>
  Object.fromEntries(all.map(({ name }) => [name, accountOf(name)]));

async function seedUser(outputs: Outputs, { name, roles }: Person): Promise<void> {
  const account = { ...accountOf(name), displayName: `Demo ${name}` };
  await post(`${outputs.apiDirectUrl}/users`, account, { fine: ['EMAIL_TAKEN'] });
  const cognito = new CognitoIdentityProviderClient();
  for (const GroupName of roles) {
    const addToGroup = { UserPoolId: outputs.userPoolId, Username: account.email, GroupName };
    await cognito.send(new AdminAddUserToGroupCommand(addToGroup));
  }
}

export async function seedUsers(outputs: Outputs): Promise<number> {
  await Promise.all(people.map((person) => seedUser(outputs, person)));
  return people.length;
}

/** An access token of the demo user. */
export async function signIn({ apiDirectUrl }: Outputs, name: (typeof people)[number]['name']): Promise<string> {
  return String((await post(`${apiDirectUrl}/sessions`, accountOf(name))).accessToken);
}
