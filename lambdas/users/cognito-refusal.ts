// The refusal of our API for an exception of Cognito. What has none is a fault of ours or of Cognito's: 500, and logged.
// Its test reads the names from the SDK, call by call. Pure.
import { Problem, problems, tryLater } from '../shared/base/problem.ts';
import { userProblems } from './contract.ts';

/** What we ask Cognito for, as far as its refusals differ. */
export type Asked = 'signUp' | 'signIn' | 'refresh' | 'password' | 'profile';

type Refusals = Readonly<Record<string, (says: string) => Problem>>;

const later = () => tryLater(userProblems.accountsBusy, 5);
/** Quotas of the whole pool, and a trigger that is throttled or takes over five seconds to start. */
const ALWAYS: Refusals = {
  TooManyRequestsException: later,
  UnexpectedLambdaException: later,
  UserLambdaValidationException: later,
  LimitExceededException: () => tryLater(problems.rateLimited, 60),
};

const weak = (says: string) => new Problem(userProblems.weakPassword, says);
const gone = () => new Problem(problems.notFound, 'This account no longer exists.');
const wrong = () => new Problem(userProblems.wrongCredentials);
const ended = () => new Problem(userProblems.sessionEnded);
export const passwordResetRequired = () => new Problem(userProblems.passwordResetRequired);

const ASKED: Readonly<Record<Asked, Refusals>> = {
  signUp: {
    InvalidPasswordException: weak,
    // An address or a password that fits our contract and not Cognito's patterns.
    InvalidParameterException: (says) => misfit(/password/i.test(says) ? 'password' : 'email', says),
  },
  signIn: {
    NotAuthorizedException: wrong,
    UserNotFoundException: wrong,
    InvalidParameterException: wrong,
    // An operator has made the account or ended its password.
    PasswordResetRequiredException: passwordResetRequired,
    UserNotConfirmedException: passwordResetRequired,
  },
  refresh: {
    NotAuthorizedException: ended,
    UserNotFoundException: ended,
    InvalidParameterException: ended,
    PasswordResetRequiredException: ended,
    UserNotConfirmedException: ended,
  },
  password: {
    InvalidPasswordException: weak,
    PasswordHistoryPolicyViolationException: weak,
    InvalidParameterException: (says) => misfit('password', says),
    UserNotFoundException: gone,
  },
  profile: { UserNotFoundException: gone },
};

/** Undefined when the caller can do nothing about it. */
export function refusalOf(asked: Asked, error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  return (ASKED[asked][error.name] ?? ALWAYS[error.name])?.(error.message);
}

function misfit(field: string, message: string): Problem {
  const path = `body.${field}`;
  return new Problem(problems.validationFailed, { detail: `${path}: ${message}`, errors: [{ path, message }] });
}
