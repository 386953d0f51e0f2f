// Who is signed in, asked once a session: the header shows the name, and the shop what the roles open.
import type { User } from '../../lambdas/users/contract.ts';
import { createStore } from '../kit/store.ts';
import { getMe, session } from './account.ts';

export const me = createStore<User | undefined>(undefined);

let asking: Promise<User> | undefined;

/** Asks again only after a failure or another sign-in. */
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
