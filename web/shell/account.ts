// The page's one session, and the requests that open and close it. Imports only types, so no schema is bundled.
import type * as z from 'zod/mini';
import type { Session, SignIn, SignUp, User } from '../../lambdas/users/contract.ts';
import { createSend } from '../kit/requests/request.ts';
import { createStore } from '../kit/store.ts';
import { createSession } from './session.ts';

export const session = createSession(sessionStorage);
/** The session expired without a sign-out; the sign-in page tells the user why. */
export const sessionEnded = createStore(false);
session.subscribe((tokens) => sessionEnded.set(tokens === undefined));

export const send = createSend((...request) => fetch(...request), session);

/** Creates the account and signs in. */
export async function signUp(account: z.input<typeof SignUp>): Promise<void> {
  await send<User>('POST', '/api/users', { body: account, auth: 'none' });
  await signIn({ email: account.email, password: account.password });
}

export async function signIn(credentials: z.input<typeof SignIn>): Promise<void> {
  const { accessToken, refreshToken } = await send<Session>('POST', '/api/sessions', {
    body: credentials,
    auth: 'none',
  });
  session.set({ accessToken, refreshToken });
}

/** Removes the session here even when the API, which would end it everywhere, cannot be reached. */
export async function signOut(): Promise<void> {
  try {
    await send<void>('DELETE', '/api/sessions');
  } finally {
    session.set(undefined);
    sessionEnded.set(false);
  }
}

export const getMe = (): Promise<User> => send('GET', '/api/me');
