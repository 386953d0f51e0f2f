// The right to send mails as the application's sender, whose identity the notifications stack makes.
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import type { Target } from '../target.ts';
import type { NamedBinding } from './binding.ts';

/**
 * SES asks for the right on the sender's identity, and on the recipient's where the account has one, as each recipient in
 * the sandbox must. The condition leaves the one sender. The emulator knows neither.
 */
export function mailsFrom(scope: Construct, { name, rightOn }: Target, sender: string): NamedBinding {
  const identities = Stack.of(scope).formatArn({ service: 'ses', resource: 'identity', resourceName: '*' });
  return {
    name: platformBindings.mailSender,
    environment: (variable) => ({ [variable]: sender }),
    statements: [
      new PolicyStatement({
        actions: ['ses:SendEmail'],
        resources: [rightOn(identities)],
        ...(name === 'aws' && { conditions: { StringEquals: { 'ses:FromAddress': sender } } }),
      }),
    ],
  };
}
