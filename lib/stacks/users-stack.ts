// Accounts, sessions and profiles, over the platform's user pool.
import { type App, Stack } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { bindings, contract } from '../../lambdas/users/contract.ts';
import { type Binding, value } from '../constructs/binding.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import type { SystemProps } from '../platform.ts';

const COGNITO_ACTIONS = ['AdminGetUser', 'AdminInitiateAuth', 'AdminUpdateUserAttributes', 'AdminUserGlobalSignOut'];

export class UsersStack extends Stack {
  /** `users/find-contact`, for stacks whose functions write to users. */
  readonly findContact: ServiceFunction;

  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { platform } = props;
    const { userPool, userPoolClient, revocations } = platform;
    new HttpService(this, 'Users', contract, platform).function
      .bind(bindings.userPoolClientId, value(userPoolClient.userPoolClientId))
      .bind(bindings.userPoolId, onPool(userPool, ...COGNITO_ACTIONS))
      .bind(revocations.allow('PutItem'));
    this.findContact = new ServiceFunction(this, 'users/find-contact', {
      alarmTopic: platform.alarmTopic,
      timeoutSeconds: 6,
    }).bind(bindings.userPoolId, onPool(userPool, 'AdminGetUser'));
  }
}

const onPool = (pool: IUserPool, ...actions: readonly string[]): Binding => ({
  environment: (name) => ({ [name]: pool.userPoolId }),
  statements: [
    new PolicyStatement({
      actions: actions.map((action) => `cognito-idp:${action}`),
      resources: [pool.userPoolArn],
    }),
  ],
});
