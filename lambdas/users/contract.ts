// Contract of the users service: accounts, sessions and the profile of the signed-in user.
import * as z from 'zod/mini';
import { roles, route, text } from '../shared/base/contract.ts';
import { problem, problems } from '../shared/base/problem.ts';
import { displayName, email } from './schemas.ts';

export { bindings } from './resources.ts';

export const userProblems = {
  emailTaken: problem(409, 'EMAIL_TAKEN', 'There is an account with this e-mail address'),
  weakPassword: problem(400, 'WEAK_PASSWORD', 'The password is too weak'),
  wrongCredentials: problem(401, 'WRONG_CREDENTIALS', 'The e-mail address or the password is wrong'),
  sessionEnded: problem(401, 'SESSION_ENDED', 'The session has ended; sign in again'),
} as const;

const password = text(1, 256);
export const SignUp = z.strictObject({ email, password, displayName });
export const SignIn = z.strictObject({ email, password });
const Refresh = z.strictObject({ refreshToken: text(1, 4096) });
const ChangeProfile = z.strictObject({ displayName });
export const User = z.object({
  userId: z.string(),
  email: z.string(),
  displayName: z.string(),
  roles: z.array(z.enum(roles)),
});
export const Session = z.object({ accessToken: z.string(), refreshToken: z.string(), expiresInSeconds: z.number() });

export type User = z.infer<typeof User>;
export type Session = z.infer<typeof Session>;

/** Tasks that other services call. */
export const tasks = {
  /** `users/find-contact`: a user's contact details; UNKNOWN once the account is gone. */
  findContact: {
    input: z.object({ userId: z.string(), correlationId: z.string() }),
    output: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('FOUND'), email: z.string(), displayName: z.string() }),
      z.object({ outcome: z.literal('UNKNOWN') }),
    ]),
  },
} as const;

const account = { email: 'ada@example.com', password: 'Analytical-1843', displayName: 'Ada' };
const { password: _, ...profile } = account;
const user = { ...profile, userId: '3f1c9a52-7d0e-4a6b-9c1d-2b8e5f7a9d10', roles: [] };
const session = { accessToken: 'eyJ…', refreshToken: 'eyJ…', expiresInSeconds: 3600 };

export const contract = {
  service: 'users',
  routes: {
    signUp: route('POST /api/users', {
      summary: 'Open an account',
      auth: 'none',
      body: SignUp,
      status: 201,
      response: User,
      limit: 'signIn',
      idempotency: 'optional',
      problems: [userProblems.emailTaken, userProblems.weakPassword],
      example: { body: account, response: user },
    }),
    signIn: route('POST /api/sessions', {
      summary: 'Sign in; a wrong password and an unknown address answer alike',
      auth: 'none',
      body: SignIn,
      status: 201,
      response: Session,
      limit: 'signIn',
      problems: [userProblems.wrongCredentials],
      example: { body: { email: account.email, password: account.password }, response: session },
    }),
    refresh: route('POST /api/sessions/refresh', {
      summary: 'Trade the refresh token for a new access token',
      auth: 'none',
      body: Refresh,
      status: 201,
      response: Session,
      limit: 'signIn',
      problems: [userProblems.sessionEnded],
      example: { body: { refreshToken: session.refreshToken }, response: session },
    }),
    signOut: route('DELETE /api/sessions', {
      summary:
        'Sign out everywhere: every refresh token of the account ends at once; its access tokens change nothing after ten seconds, and read for an hour at most',
      auth: 'user',
      status: 204,
    }),
    getMe: route('GET /api/me', {
      summary: 'The signed-in user',
      auth: 'user',
      status: 200,
      response: User,
      problems: [problems.notFound],
      example: { response: user },
    }),
    changeMe: route('PATCH /api/me', {
      summary: 'Change the display name',
      auth: 'user',
      body: ChangeProfile,
      status: 200,
      response: User,
      limit: 'write',
      idempotency: 'optional',
      problems: [problems.notFound],
      example: { body: { displayName: 'Ada L.' }, response: { ...user, displayName: 'Ada L.' } },
    }),
  },
} as const;
