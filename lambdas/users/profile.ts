// A user's profile. Pure.
import type { User } from './contract.ts';

/** Profile as stored in the user pool. */
export interface Profile {
  readonly userId: string;
  readonly email: string;
  readonly displayName: string;
}

/** A new account has no role: roles are groups that an administrator adds. */
export const newcomer = (userId: string, { email, displayName }: Omit<Profile, 'userId'>): User => ({
  userId,
  email,
  displayName,
  roles: [],
});
