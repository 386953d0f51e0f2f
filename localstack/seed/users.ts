// The demo users, one of each role.
import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DemoUser, Outputs } from '../outputs.ts';
import { post } from './api.ts';

/** Known to everybody: for the local target only. */
export const demoUsers = {
  customer: { email: 'customer@demo.example', password: 'Demo-customer-1!' },
  merchant: { email: 'merchant@demo.example', password: 'Demo-merchant-1!' },
  driver: { email: 'driver@demo.example', password: 'Demo-driver-1!' },
  admin: { email: 'admin@demo.example', password: 'Demo-admin-1!' },
} as const;

async function seedUser(outputs: Outputs, role: string, { email, password }: DemoUser): Promise<void> {
  const account = { email, password, displayName: `Demo ${role}` };
  await post(`${outputs.apiDirectUrl}/users`, account, { fine: ['EMAIL_TAKEN'] });
  if (role === 'customer') return;
  const addToGroup = { UserPoolId: outputs.userPoolId, Username: email, GroupName: role };
  await new CognitoIdentityProviderClient().send(new AdminAddUserToGroupCommand(addToGroup));
}

export async function seedUsers(outputs: Outputs): Promise<number> {
  await Promise.all(Object.entries(demoUsers).map(([role, user]) => seedUser(outputs, role, user)));
  return Object.keys(demoUsers).length;
}

/** An access token of a demo user. */
export async function signIn({ apiDirectUrl }: Outputs, role: keyof typeof demoUsers): Promise<string> {
  return String((await post(`${apiDirectUrl}/sessions`, demoUsers[role])).accessToken);
}
