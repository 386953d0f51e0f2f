// Refusals of the links service; kept out of the contract, because the redirect cannot afford its schemas.
import { problem } from '../shared/base/problem.ts';
import { clickHistory } from './resources.ts';

export const linkProblems = {
  urlNotAllowed: problem(400, 'URL_NOT_ALLOWED', 'This URL cannot be shortened'),
  aliasReserved: problem(400, 'ALIAS_RESERVED', 'This alias is a word the site needs itself'),
  expiryInPast: problem(400, 'EXPIRY_IN_PAST', 'expiresAt must lie in the future'),
  aliasTaken: problem(409, 'ALIAS_TAKEN', 'This alias is taken'),
  linkGone: problem(410, 'LINK_GONE', 'This link has expired or was deleted'),
  rangeTooLong: problem(400, 'RANGE_TOO_LONG', `Ask for ${clickHistory.days} days at the most, from before to`),
} as const;
