// What the contract and the redirect both name; apart from the contract, because the redirect cannot afford its schemas.
import { problem } from '../shared/base/problem.ts';

/** Environment names of what this service's functions are bound to. */
export const bindings = {
  linksTable: 'LINKS_TABLE',
  clicksTable: 'CLICKS_TABLE',
  clicksStream: 'CLICKS_STREAM',
  publicUrl: 'PUBLIC_URL',
  /** Characters of a drawn code. */
  codeLength: 'CODE_LENGTH',
} as const;

/** 62^7 codes: see docs/decisions/0004-short-codes.md. */
export const CODE_LENGTH = 7;

export const linkProblems = {
  urlNotAllowed: problem(400, 'URL_NOT_ALLOWED', 'This URL cannot be shortened'),
  aliasReserved: problem(400, 'ALIAS_RESERVED', 'This alias is a word the site needs itself'),
  expiryInPast: problem(400, 'EXPIRY_IN_PAST', 'expiresAt must lie in the future'),
  aliasTaken: problem(409, 'ALIAS_TAKEN', 'This alias is taken'),
  linkGone: problem(410, 'LINK_GONE', 'This link has expired or was deleted'),
  rangeTooLong: problem(400, 'RANGE_TOO_LONG', 'Ask for 366 days at the most, from before to'),
} as const;
