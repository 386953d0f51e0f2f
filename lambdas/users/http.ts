// Routes of the users service.
import { httpHandler } from '../shared/http/http.ts';
import { requestCode, resetPassword, verifyEmail } from './confirm-code.ts';
import { contract } from './contract.ts';
import { endAllSessions, issueSession } from './issue-session.ts';
import { profileOf, rename } from './manage-profile.ts';
import { newcomer } from './profile.ts';
import { addUser, openSession, renewSession } from './store.ts';

export const handler = httpHandler(contract, {
  signUp: async ({ body, operationId }) => newcomer(await addUser(body, operationId), body),
  signIn: ({ body }) => issueSession(() => openSession(body.email, body.password)),
  refresh: ({ body }) => issueSession(() => renewSession(body.refreshToken)),
  signOut: ({ user }) => endAllSessions(user.userId),
  requestPasswordReset: (call) => requestCode('resetPassword', call.body.email, call),
  confirmPasswordReset: ({ body, nowMs }) => resetPassword(body, nowMs),
  requestEmailVerification: (call) => requestCode('verifyEmail', call.user.userId, call),
  confirmEmailVerification: ({ user, body, nowMs }) => verifyEmail(user.userId, body.code, nowMs),
  getMe: ({ user }) => profileOf(user),
  changeMe: ({ user, body }) => rename(user, body.displayName),
});
