// Accounts, sessions and profiles, over the platform's user pool.
import { type App, Stack } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import { bindings, contract } from '../../lambdas/users/contract.ts';
import { type Binding, invoke, value } from '../constructs/binding.ts';
import { HttpService } from '../constructs/http-service.ts';
import { mailsFrom } from '../constructs/mails-from.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';

const COGNITO_ACTIONS = [
  'AdminGetUser',
  'AdminInitiateAuth',
  'AdminSetUserPassword',
  'AdminUpdateUserAttributes',
  'AdminUserGlobalSignOut',
];

export class UsersStack extends Stack {
  /** `users/find-contact`, for stacks whose functions write to users. */
  readonly findContact: ServiceFunction;

  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { platform, target } = props;
    const { userPool, userPoolClient, revocations } = platform;
    const codes = new Table(this, contract.tables.codes);
    const { function: http } = new HttpService(this, 'Users', contract, platform);
    http
      .bind(bindings.userPoolClientId, value(userPoolClient.userPoolClientId))
      .bind(bindings.userPoolId, onPool(userPool, ...COGNITO_ACTIONS))
      .bind(revocations.allow('PutItem'))
      .bind(codes.allow('UpdateItem', 'DeleteItem'));
    if (target.sender !== undefined) {
      const sendCode = new ServiceFunction(this, 'users/send-code', {
        alarmTopic: platform.alarmTopic,
        timeoutSeconds: 12,
      })
        .bind(bindings.userPoolId, onPool(userPool, 'AdminGetUser'))
        .bind(codes.allow('UpdateItem'))
        .bind(platformBindings.appSecret, platform.secret.allow())
        .bind(mailsFrom(this, target, target.sender));
      http.bind(bindings.sendCode, invoke(sendCode));
    }
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
