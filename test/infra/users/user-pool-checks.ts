// Checks of the user pool, whose own API everybody can call beside ours: docs/decisions/0025-aws.md.
import { platformBindings } from '../../../lambdas/shared/base/contract.ts';
import { MARK } from '../../../lambdas/users/sign-up-proof.ts';
import type { Check } from '../checks.ts';
import { functionsOf } from '../shape.ts';
import { change } from '../spoil.ts';
import { list, referred, resources, type Templates } from '../synth.ts';

const POOL = 'AWS::Cognito::UserPool';
const CLIENT = 'AWS::Cognito::UserPoolClient';

interface Pool {
  readonly AdminCreateUserConfig?: { readonly AllowAdminCreateUserOnly?: boolean };
  readonly LambdaConfig?: { readonly PreSignUp?: unknown };
  readonly AutoVerifiedAttributes?: readonly string[];
  readonly UserAttributeUpdateSettings?: { readonly AttributesRequireVerificationBeforeUpdate?: readonly string[] };
  readonly AccountRecoverySetting?: { readonly RecoveryMechanisms?: readonly { readonly Name: string }[] };
}
interface Client {
  readonly ReadAttributes?: readonly string[];
  readonly WriteAttributes?: readonly string[];
}

const poolsWhere = (templates: Templates, isWrong: (pool: Pool, stack: string) => boolean): string[] =>
  resources<Pool>(templates, POOL)
    .filter(({ stack, properties }) => isWrong(properties, stack))
    .map(({ name }) => name);

export const userPoolChecks: readonly Check[] = [
  {
    name: 'nobody signs up beside our API',
    fix: 'Give the pool a preSignUp trigger that knows the secret (lambdas/users/confirm-sign-up.ts).',
    find: (templates) =>
      poolsWhere(templates, ({ AdminCreateUserConfig, LambdaConfig }, stack) => {
        const trigger = referred(templates, stack, LambdaConfig?.PreSignUp);
        const fn = functionsOf(templates).find(({ name }) => name === trigger?.name);
        const knowsSecret = fn?.properties.Environment?.Variables[platformBindings.appSecret] !== undefined;
        return !AdminCreateUserConfig?.AllowAdminCreateUserOnly && !knowsSecret;
      }),
    spoil: change(POOL, () => ({ LambdaConfig: undefined })),
  },
  {
    name: 'an e-mail address changes only when its new owner has confirmed it',
    fix: 'keepOriginal and autoVerify: with UpdateUserAttributes, a user can otherwise take an address that is not theirs.',
    find: (templates) =>
      poolsWhere(
        templates,
        ({ AutoVerifiedAttributes, UserAttributeUpdateSettings }) =>
          !list(AutoVerifiedAttributes).includes('email') ||
          !list(UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate).includes('email'),
      ),
    spoil: change(POOL, () => ({ UserAttributeUpdateSettings: undefined })),
  },
  {
    name: 'nobody recovers a password beside our API',
    fix: 'accountRecovery: AccountRecovery.NONE; ForgotPassword knows none of our limits.',
    find: (templates) =>
      poolsWhere(templates, ({ AccountRecoverySetting }) =>
        list(AccountRecoverySetting?.RecoveryMechanisms).every(({ Name }) => Name !== 'admin_only'),
      ),
    spoil: change(POOL, () => ({ AccountRecoverySetting: undefined })),
  },
  {
    name: 'a client of the pool names what it reads and writes',
    fix: 'readAttributes and writeAttributes: without them the sources differ on which ones a client may write.',
    find: (templates) =>
      resources<Client>(templates, CLIENT).flatMap(({ name, properties: { ReadAttributes, WriteAttributes } }) => [
        ...(list(WriteAttributes).includes(MARK) ? [] : [`${name} cannot sign up: it may not write ${MARK}`]),
        ...(list(WriteAttributes).includes('email_verified') ? [`${name} may call its address verified`] : []),
        ...(list(ReadAttributes).length > 0 ? [] : [`${name} reads everything`]),
        ...(list(ReadAttributes).includes(MARK) ? [`${name} shows our proof`] : []),
      ]),
    spoil: change(CLIENT, () => ({ WriteAttributes: undefined })),
  },
];
