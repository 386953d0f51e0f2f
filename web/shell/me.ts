// The signed-in user, read once per session. The header shows the name; the roles open parts of the shop.
import type { User } from '../../lambdas/users/contract.ts';
import { createStore } from '../kit/store.ts';
import { getMe, session } from './account.ts';

export const me = createStore<User | undefined>(undefined);

let asking: Promise<User> | undefined;

/** Sends another request only after a failure or another sign-in. */
export function loadMe(): Promise<User> {
  if (asking) return asking;
  const mine = getMe();
  asking = mine;
  mine.then(
    (user) => {
      if (asking === mine) me.set(user);
    },
    () => {
      if (asking === mine) asking = undefined;
    },
  );
  return mine;
}

session.subscribe((tokens) => {
  if (tokens) return;
  asking = undefined;
  me.set(undefined);
});
