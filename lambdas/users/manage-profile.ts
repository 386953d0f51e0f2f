// Profile of the signed-in user: names come from the user pool, roles from the token's groups.
import { roles } from '../shared/base/contract.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import type { Caller } from '../shared/http/request.ts';
import type { User } from './contract.ts';
import { changeName, findUser } from './store.ts';

/** Throws NOT_FOUND when the account was removed after the token was issued. */
export async function profileOf(caller: Caller): Promise<User> {
  const profile = await findUser(caller.userId);
  if (!profile) throw new Problem(problems.notFound, 'This account no longer exists.');
  return { ...profile, roles: roles.filter((role) => caller.roles.includes(role)) };
}

export async function rename(caller: Caller, displayName: string): Promise<User> {
  const profile = await profileOf(caller);
  await changeName(caller.userId, displayName);
  return { ...profile, displayName };
}
