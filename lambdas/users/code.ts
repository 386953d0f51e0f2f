// Codes that prove that a person reads the mails of an address. Only their keyed hash is stored. Pure.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Mail } from '../shared/aws/mail.ts';
import type { Purpose } from './contract.ts';

/** How long a code is good. */
export const CODE_SECONDS = 15 * 60;

/** The user and the address that a code is for: one for an earlier address proves nothing about the next. */
export interface Proves {
  readonly purpose: Purpose;
  readonly userId: string;
  readonly email: string;
}

/** A person may write a code in small letters, with spaces or hyphens in it. */
const plain = (code: string): string => code.toUpperCase().replaceAll(/[\s-]/g, '');

export const hashOf = (key: Buffer, { purpose, userId, email }: Proves, code: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([purpose, userId, email, plain(code)]))
    .digest('base64url');

/** Both are hashes of one length. */
export const isSame = (hash: string, other: string): boolean => timingSafeEqual(Buffer.from(hash), Buffer.from(other));

const SUBJECTS: Readonly<Record<Purpose, string>> = {
  verifyEmail: 'Your code to confirm this e-mail address',
  resetPassword: 'Your code to set a new password',
};

/** Without the user's name: whoever opened the account chose it, and the address may be somebody else's. */
export const codeMail = (purpose: Purpose, code: string): Mail => ({
  subject: SUBJECTS[purpose],
  text: [
    'Hello,',
    `${SUBJECTS[purpose].replace('Your', 'your')} is`,
    `  ${code.slice(0, 5)}-${code.slice(5)}`,
    `It works once, within ${CODE_SECONDS / 60} minutes. If you did not ask for it, ignore this mail: nothing has changed.`,
    'Your shop\n',
  ].join('\n\n'),
});
