// A user's profile, and the user that a token names. Pure.
import type { User } from './contract.ts';

/** Profile as stored in the user pool. */
export interface Profile {
  readonly userId: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly displayName: string;
}

/** A new account has no role: roles are groups that an administrator adds. */
export const newcomer = (userId: string, { email, displayName }: Pick<Profile, 'email' | 'displayName'>): User => ({
  userId,
  email,
  emailVerified: false,
  displayName,
  roles: [],
});

/** The user and the time (epoch seconds) of an access token that Cognito has just issued, so nothing is verified. */
export function tokenOf(accessToken: string): { readonly userId: string; readonly issuedAt: number } {
  const [, payload = ''] = accessToken.split('.');
  const { sub, iat } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string; iat: number };
  return { userId: sub, issuedAt: iat };
}
