// The rows of moments of tokens and of what revokes them.
import { all, end, HOUR, MINUTE, type Moments, SECOND, set } from './ordered-times.ts';

const token = Math.max(...all('AWS::Cognito::UserPoolClient', 'AccessTokenValidity')) * MINUTE;
const differ = set('lambdas/shared/base/revocation.ts', 'CLOCKS_DIFFER_MS');

export const tokenRows: readonly (readonly [string, Moments])[] = [
  [
    'the last token that a revocation covers ends before it is forgotten',
    [
      ['the token ends', token],
      ['forgotten', set('lambdas/shared/base/contract.ts', 'accessTokenSeconds', SECOND) + differ],
    ],
  ],
  [
    'a sign-in waits for the end of a revocation’s seconds, twice issues a token, and is killed',
    [
      ['the revocation is over', differ + SECOND],
      ['the longest wait', set('lambdas/users/issue-session.ts', 'MOST_SECONDS', SECOND)],
      ['killed', end('users/http')],
    ],
  ],
  [
    'an access token ends within the hour, a session much later',
    [
      ['the token ends', token],
      ['an hour and a bit', HOUR + 1],
      ['the session ends', Math.min(...all('AWS::Cognito::UserPoolClient', 'RefreshTokenValidity')) * MINUTE],
    ],
  ],
];
