// Routes of the users service.
import { httpHandler } from '../shared/http/http.ts';
import { contract } from './contract.ts';
import { profileOf, rename } from './manage-profile.ts';
import { newcomer } from './profile.ts';
import { addUser, endSessions, openSession, renewSession } from './store.ts';

export const handler = httpHandler(contract, {
  signUp: async ({ body, operationId }) => newcomer(await addUser(body, operationId), body),
  signIn: ({ body }) => openSession(body.email, body.password),
  refresh: ({ body }) => renewSession(body.refreshToken),
  signOut: ({ user }) => endSessions(user.userId),
  getMe: ({ user }) => profileOf(user),
  changeMe: ({ user, body }) => rename(user, body.displayName),
});
