// Contract of the users service: accounts, sessions and the profile of the signed-in user.
import * as z from 'zod/mini';
import { roles, route, text } from '../shared/base/contract.ts';
import { problem, problems } from '../shared/base/problem.ts';
import { tables } from './resources.ts';
import { displayName, email, newPassword } from './schemas.ts';

export { bindings } from './resources.ts';

export const userProblems = {
  emailTaken: problem(409, 'EMAIL_TAKEN', 'There is an account with this e-mail address'),
  weakPassword: problem(400, 'WEAK_PASSWORD', 'The password is too weak'),
  wrongCredentials: problem(401, 'WRONG_CREDENTIALS', 'The e-mail address or the password is wrong'),
  passwordResetRequired: problem(403, 'PASSWORD_RESET_REQUIRED', 'Set a new password first, with a code sent by mail'),
  accountsBusy: problem(503, 'ACCOUNTS_BUSY', 'The accounts take no more calls at the moment'),
  codeWrong: problem(400, 'CODE_WRONG', 'The code is wrong, used or expired, or was tried too often'),
  mailNotSetUp: problem(503, 'MAIL_NOT_SET_UP', 'This deployment sends no mail'),
  sessionEnded: problem(401, 'SESSION_ENDED', 'The session has ended; sign in again'),
} as const;

export const SignUp = z.strictObject({ email, password: newPassword, displayName });
export const SignIn = z.strictObject({ email, password: text(1, 256) });
const Refresh = z.strictObject({ refreshToken: text(1, 4096) });
const Code = text(1, 32);
const EmailVerification = z.strictObject({ code: Code });
const PasswordReset = z.strictObject({ email });
const NewPassword = z.strictObject({ email, code: Code, password: newPassword });
const CodeMailed = z.object({ validForSeconds: z.int() });
const ChangeProfile = z.strictObject({ displayName });
export const User = z.object({
  userId: z.string(),
  email: z.string(),
  /** Whether the user has shown that mails to the address arrive. */
  emailVerified: z.boolean(),
  displayName: z.string(),
  roles: z.array(z.enum(roles)),
});
export const Session = z.object({ accessToken: z.string(), refreshToken: z.string(), expiresInSeconds: z.number() });

export type User = z.infer<typeof User>;
export type Session = z.infer<typeof Session>;

const purposes = ['verifyEmail', 'resetPassword'] as const;
/** Purposes of codes that are mailed. */
export type Purpose = (typeof purposes)[number];

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
  /** Mails a code to the account of an id or an e-mail address. Nobody waits for the outcome. */
  sendCode: {
    input: z.object({ purpose: z.enum(purposes), username: z.string(), correlationId: z.string() }),
    output: z.object({ outcome: z.enum(['SENT', 'UNKNOWN', 'TOO_SOON', 'NOT_SET_UP']) }),
  },
} as const;

const account = { email: 'ada@example.com', password: 'Analytical-1843', displayName: 'Ada' };
const { password: _, ...profile } = account;
const code = 'K7M2Q-9XWRT';
const user = { ...profile, emailVerified: false, userId: '3f1c9a52-7d0e-4a6b-9c1d-2b8e5f7a9d10', roles: [] };
const session = { accessToken: 'eyJ…', refreshToken: 'eyJ…', expiresInSeconds: 3600 };

export const contract = {
  service: 'users',
  tables,
  routes: {
    signUp: route('POST /api/users', {
      summary: 'Open an account',
      auth: 'none',
      body: SignUp,
      status: 201,
      response: User,
      limit: 'signIn',
      idempotency: 'optional',
      problems: [userProblems.emailTaken, userProblems.weakPassword, userProblems.accountsBusy],
      example: { body: account, response: user },
    }),
    signIn: route('POST /api/sessions', {
      summary: 'Sign in; a wrong password and an unknown address answer alike',
      auth: 'none',
      body: SignIn,
      status: 201,
      response: Session,
      limit: 'signIn',
      problems: [userProblems.wrongCredentials, userProblems.passwordResetRequired, userProblems.accountsBusy],
      example: { body: { email: account.email, password: account.password }, response: session },
    }),
    refresh: route('POST /api/sessions/refresh', {
      summary: 'Trade the refresh token for a new access token',
      auth: 'none',
      body: Refresh,
      status: 201,
      response: Session,
      limit: 'signIn',
      problems: [userProblems.sessionEnded, userProblems.accountsBusy],
      example: { body: { refreshToken: session.refreshToken }, response: session },
    }),
    signOut: route('DELETE /api/sessions', {
      summary:
        'Sign out everywhere: every refresh token of the account ends at once; its access tokens change nothing after ten seconds, and read for an hour at most',
      auth: 'user',
      status: 204,
      problems: [userProblems.accountsBusy],
    }),
    requestPasswordReset: route('POST /api/password-resets', {
      summary: 'Mail a code for a new password, once a minute at most; the answer is the same without such an account',
      auth: 'none',
      body: PasswordReset,
      status: 202,
      response: CodeMailed,
      limit: 'signIn',
      problems: [userProblems.mailNotSetUp],
      example: { body: { email: account.email }, response: { validForSeconds: 900 } },
    }),
    confirmPasswordReset: route('POST /api/password-resets/confirm', {
      summary: 'Set a new password with the code, five tries each; signs out everywhere',
      auth: 'none',
      body: NewPassword,
      status: 204,
      limit: 'signIn',
      problems: [userProblems.codeWrong, userProblems.weakPassword, userProblems.accountsBusy],
      example: { body: { email: account.email, code, password: account.password } },
    }),
    requestEmailVerification: route('POST /api/me/email-verifications', {
      summary: 'Mail a code to your address, once a minute at most',
      auth: 'user',
      status: 202,
      response: CodeMailed,
      limit: 'signIn',
      problems: [userProblems.mailNotSetUp],
      example: { response: { validForSeconds: 900 } },
    }),
    confirmEmailVerification: route('POST /api/me/email-verifications/confirm', {
      summary: 'Verify your address with the code, five tries each',
      auth: 'user',
      body: EmailVerification,
      status: 204,
      limit: 'signIn',
      problems: [userProblems.codeWrong, problems.notFound, userProblems.accountsBusy],
      example: { body: { code } },
    }),
    getMe: route('GET /api/me', {
      summary: 'The signed-in user',
      auth: 'user',
      status: 200,
      response: User,
      problems: [problems.notFound, userProblems.accountsBusy],
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
      problems: [problems.notFound, userProblems.accountsBusy],
      example: { body: { displayName: 'Ada L.' }, response: { ...user, displayName: 'Ada L.' } },
    }),
  },
} as const;
