// Keeps the user's tokens for the lifetime of the tab; other tabs and origins never see them.
import type { Tokens } from '../kit/requests/request.ts';
import { createStore, type Store } from '../kit/store.ts';

const storageKey = 'session';

function restore(storage: Storage): Tokens | undefined {
  try {
    const { accessToken, refreshToken } = JSON.parse(storage.getItem(storageKey) ?? '{}');
    return accessToken && refreshToken ? { accessToken, refreshToken } : undefined;
  } catch {
    return undefined;
  }
}

/** `undefined` means signed out. */
export function createSession(storage: Storage): Store<Tokens | undefined> {
  const session = createStore(restore(storage));
  session.subscribe((tokens) => {
    if (tokens) storage.setItem(storageKey, JSON.stringify(tokens));
    else storage.removeItem(storageKey);
  });
  return session;
}
