// The operations of the API that this page uses, typed by the services' contracts (types only: no schema is bundled).
import type * as z from 'zod/mini';
import type { CreateLink, Link, LinkPage, Stats, Top } from '../lambdas/links/contract.ts';
import type { Session, SignIn, SignUp, User } from '../lambdas/users/contract.ts';
import { createSend } from './request.ts';
import { createSession } from './session.ts';
import { createStore } from './store.ts';

export const session = createSession(sessionStorage);
/** The session was lost and not left: whoever has to sign in again is told why. */
export const sessionEnded = createStore(false);
session.subscribe((tokens) => sessionEnded.set(tokens === undefined));

export const send = createSend((...request) => fetch(...request), session);

/** Opens the account and signs it in. */
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

/** Forgets the session here even when the API, which would end it everywhere, cannot be reached. */
export async function signOut(): Promise<void> {
  try {
    await send<void>('DELETE', '/api/sessions');
  } finally {
    session.set(undefined);
    sessionEnded.set(false);
  }
}

export const getMe = (): Promise<User> => send('GET', '/api/me');

export const createLink = (link: CreateLink, idempotencyKey: string): Promise<Link> =>
  send('POST', '/api/links', { body: link, idempotencyKey });

export const listLinks = (cursor?: string): Promise<z.infer<typeof LinkPage>> =>
  send('GET', cursor === undefined ? '/api/links' : `/api/links?cursor=${encodeURIComponent(cursor)}`);

export const getLink = (code: string): Promise<Link> => send('GET', `/api/links/${code}`);

export const deleteLink = (code: string): Promise<void> => send('DELETE', `/api/links/${code}`);

export const topLinks = (): Promise<Top> => send('GET', '/api/links/top');

export const apiDocument = (): Promise<unknown> => send('GET', '/api/openapi.json', { auth: 'none' });

export const linkStats = (code: string): Promise<Stats> => send('GET', `/api/links/${code}/stats`);
