// Accounts, sessions and profiles, over the platform's user pool.
import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { bindings, contract } from '../../lambdas/users/contract.ts';
import { value } from '../constructs/binding.ts';
import { HttpService } from '../constructs/http-service.ts';
import type { PlatformStack } from './platform-stack.ts';

const COGNITO_ACTIONS = ['AdminGetUser', 'AdminInitiateAuth', 'AdminUpdateUserAttributes', 'AdminUserGlobalSignOut'];

export class UsersStack extends Stack {
  constructor(app: App, id: string, platform: PlatformStack, props: StackProps) {
    super(app, id, props);
    const { userPool, userPoolClient } = platform;
    new HttpService(this, 'Users', contract, platform).function
      .bind(bindings.userPoolClientId, value(userPoolClient.userPoolClientId))
      .bind(bindings.userPoolId, {
        environment: (name) => ({ [name]: userPool.userPoolId }),
        statements: [
          new PolicyStatement({
            actions: COGNITO_ACTIONS.map((action) => `cognito-idp:${action}`),
            resources: [userPool.userPoolArn],
          }),
        ],
      });
  }
}
