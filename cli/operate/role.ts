// `npm run role`: gives a user a role or takes it away. Tokens that still state a role that was taken away are revoked.
import {
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  AdminRemoveUserFromGroupCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Role } from '../../lambdas/shared/base/contract.ts';
import { platformBindings } from '../../lambdas/shared/base/names.ts';
import { revokeTokens } from '../../lambdas/shared/http/revocation.ts';
import { bindings } from '../../lambdas/users/contract.ts';
import { Failure } from '../../localstack/failure.ts';
import { deployedFunctions } from '../deploy/functions.ts';

const changes = { give: AdminAddUserToGroupCommand, take: AdminRemoveUserFromGroupCommand };
export type Verb = keyof typeof changes;

export async function changeRole(verb: Verb, role: Role, email: string): Promise<void> {
  const bound = (await deployedFunctions()).get('users/http')?.Environment?.Variables;
  if (!bound) throw new Failure('users/http is not deployed here', 'Run npm start first.');
  const cognito = new CognitoIdentityProviderClient();
  const user = { UserPoolId: bound[bindings.userPoolId], Username: email.toLowerCase() };
  const found = await cognito.send(new AdminGetUserCommand(user)).catch((error: Error) => {
    if (error.name !== 'UserNotFoundException') throw error;
    throw new Failure(`There is no account with the address ${email}`, 'Sign up first, in the console.');
  });
  await cognito.send(new changes[verb]({ ...user, GroupName: role }));
  if (verb === 'give') return console.log(`✔ ${email} has the role ${role} after the next sign-in or refresh`);
  process.env[platformBindings.revocationsTable] = bound[platformBindings.revocationsTable];
  await revokeTokens(found.Username ?? '', Date.now());
  console.log(`✔ ${email} no longer has the role ${role}, effective within ten seconds`);
}
