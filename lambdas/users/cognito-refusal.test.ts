// Each exception that AWS documents for a call that we make, and what the caller of our API is told.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Asked, refusalOf } from './cognito-refusal.ts';

const sdk = dirname(createRequire(import.meta.url).resolve('@aws-sdk/client-cognito-identity-provider/package.json'));
/** The exceptions that the reference of a call lists, from the comments of the SDK's types. */
function documented(call: string): string[] {
  const text = readFileSync(join(sdk, 'dist-types/commands', `${call}Command.d.ts`), 'utf8');
  const names = [...text.matchAll(/@throws \{@link (\w+)\}/g)].map(([, name = '']) => name);
  return names.filter((name) => name !== 'CognitoIdentityProviderServiceException').sort();
}

/** Our set-up, or Cognito itself, is at fault: nothing that a caller could mend. */
const INTERNAL = undefined;
const BUSY = [503, 'ACCOUNTS_BUSY', '5'];
const LIMITED = [429, 'RATE_LIMITED', '60'];
const WRONG = [401, 'WRONG_CREDENTIALS', undefined];
const ENDED = [401, 'SESSION_ENDED', undefined];
const RESET = [403, 'PASSWORD_RESET_REQUIRED', undefined];
const GONE = [404, 'NOT_FOUND', undefined];

const ofEvery = { InternalErrorException: INTERNAL, OperationNotEnabledException: INTERNAL };
const ofPool = { ...ofEvery, ResourceNotFoundException: INTERNAL, TooManyRequestsException: BUSY };
const ofTrigger = {
  InvalidLambdaResponseException: INTERNAL,
  UnexpectedLambdaException: BUSY,
  UserLambdaValidationException: BUSY,
};
const ofDelivery = {
  InvalidEmailRoleAccessPolicyException: INTERNAL,
  InvalidSmsRoleAccessPolicyException: INTERNAL,
  InvalidSmsRoleTrustRelationshipException: INTERNAL,
};
const ofSignIn = {
  ...ofPool,
  ...ofTrigger,
  ...ofDelivery,
  FeatureUnavailableInTierException: INTERNAL,
  InvalidUserPoolConfigurationException: INTERNAL,
  MFAMethodNotFoundException: INTERNAL,
  UnsupportedOperationException: INTERNAL,
};
const refusedByRight = { InvalidParameterException: INTERNAL, NotAuthorizedException: INTERNAL };

const calls: readonly (readonly [string, Asked, Record<string, unknown>])[] = [
  [
    'SignUp',
    'signUp',
    {
      ...ofPool,
      ...ofTrigger,
      ...ofDelivery,
      CodeDeliveryFailureException: INTERNAL,
      ForbiddenException: INTERNAL,
      InvalidParameterException: [400, 'VALIDATION_FAILED', undefined],
      InvalidPasswordException: [400, 'WEAK_PASSWORD', undefined],
      LimitExceededException: LIMITED,
      NotAuthorizedException: INTERNAL,
      // store.ts looks whether a try before opened it.
      UsernameExistsException: INTERNAL,
    },
  ],
  [
    'AdminInitiateAuth',
    'signIn',
    {
      ...ofSignIn,
      InvalidParameterException: WRONG,
      NotAuthorizedException: WRONG,
      UserNotFoundException: WRONG,
      PasswordResetRequiredException: RESET,
      UserNotConfirmedException: RESET,
    },
  ],
  [
    'AdminInitiateAuth',
    'refresh',
    {
      ...ofSignIn,
      InvalidParameterException: ENDED,
      NotAuthorizedException: ENDED,
      UserNotFoundException: ENDED,
      PasswordResetRequiredException: ENDED,
      UserNotConfirmedException: ENDED,
    },
  ],
  [
    'AdminSetUserPassword',
    'password',
    {
      ...ofPool,
      InvalidParameterException: [400, 'VALIDATION_FAILED', undefined],
      InvalidPasswordException: [400, 'WEAK_PASSWORD', undefined],
      NotAuthorizedException: INTERNAL,
      PasswordHistoryPolicyViolationException: [400, 'WEAK_PASSWORD', undefined],
      UserNotFoundException: GONE,
    },
  ],
  ['AdminGetUser', 'profile', { ...ofPool, ...refusedByRight, UserNotFoundException: GONE }],
  ['AdminUserGlobalSignOut', 'profile', { ...ofPool, ...refusedByRight, UserNotFoundException: GONE }],
  [
    'AdminUpdateUserAttributes',
    'profile',
    {
      ...ofPool,
      ...ofTrigger,
      ...ofDelivery,
      ...refusedByRight,
      // We change no name that an account is found by.
      AliasExistsException: INTERNAL,
      UserNotFoundException: GONE,
    },
  ],
];

const thrown = (name: string, message = 'it says why') => Object.assign(new Error(message), { name });

describe.each(calls)('%s for %s', (call, asked, told) => {
  test('has an answer to each exception that AWS documents', () => {
    expect(Object.keys(told).sort()).toEqual(documented(call));
  });

  test.each(Object.entries(told))('%s', (name, expected) => {
    const refusal = refusalOf(asked, thrown(name));
    const shown = refusal && [refusal.type.status, refusal.type.code, refusal.details.headers?.['retry-after']];
    expect(shown).toEqual(expected);
  });
});

test.each([
  ["1 validation error detected: Value at 'password' failed to satisfy constraint", 'body.password'],
  ['Invalid email address format.', 'body.email'],
  ['Username should be an email.', 'body.email'],
])('at sign-up, "%s" is about %s', (message, path) => {
  const { details } = refusalOf('signUp', thrown('InvalidParameterException', message)) ?? {};
  expect(details).toEqual({ detail: `${path}: ${message}`, errors: [{ path, message }] });
});

test('what is no exception of Cognito is nobody else’s fault', () => {
  for (const error of [thrown('TypeError'), 'TooManyRequestsException', undefined])
    expect(refusalOf('signIn', error)).toBe(undefined);
});
