// What people are known by: e-mail addresses, display names and passwords.
import * as z from 'zod/mini';
import { text } from '../shared/base/contract.ts';

/**
 * A dot-atom (RFC 5322, 3.2.3) before the @, and a host's name after it. Quoted names, comments and addresses of machines
 * are refused, and so is what is not ASCII, as Cognito compares it.
 */
const ADDRESS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9-]{1,63}\.)+([A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{1,59})$/;
/** A user name of Cognito has no more characters. */
const ADDRESS_LENGTH = 128;
const NAME_LENGTH = 64;

/** Lower-cased, so that one address is one account. */
export const email = z.pipe(
  z.string().check(
    z.maxLength(ADDRESS_LENGTH, { error: `An e-mail address has at most ${ADDRESS_LENGTH} characters here` }),
    z.regex(ADDRESS, { error: ({ input }) => addressRefusal(String(input)) }),
    z.refine((address) => address.indexOf('@') <= NAME_LENGTH, {
      error: `There are at most ${NAME_LENGTH} characters before the @`,
    }),
  ),
  z.transform((address: string) => address.toLowerCase()),
);

function addressRefusal(address: string): string {
  if (/[\u0080-\uffff]/.test(address)) return 'Only ASCII is taken; write the domain in its form xn--';
  if (/\s/.test(address)) return 'An e-mail address has no spaces';
  if (address.split('@').length !== 2) return 'An e-mail address has one @, as in ada@example.com';
  const [name = '', domain = ''] = address.split('@');
  if (/^\.|\.\.|\.$|^$/.test(name)) return 'Before the @ are words with single dots between them';
  if (!/^[A-Za-z0-9.-]*$/.test(domain) || !domain.includes('.')) return 'After the @ is a domain, as in example.com';
  return /["(),:;<>[\\\]]/.test(name) ? 'Quoted names and comments are not taken' : 'This is no e-mail address';
}

// Characters that show nothing are spaces, format and bidirectional controls, and fillers. The first pattern lists those
// up to U+FFFF for the document, whose readers know no classes.
const SHOWS_SOMETHING =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: they are listed, not combined
  /[^\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]/;
const SHOWN = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\ufff0-\ufffb]/u;
const NOTHING_SHOWN = { error: 'A name needs a character that can be seen' };

export const displayName = text(1, 64).check(
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern refuses them, in an escape every language's regex reads
  z.regex(/^[^\u0000-\u001f\u007f-\u009f]*$/),
  z.regex(SHOWS_SOMETHING, NOTHING_SHOWN),
  // What the pattern cannot say: characters beyond U+FFFF.
  z.refine((name) => SHOWN.test(name), NOTHING_SHOWN),
  z.refine((name) => name.isWellFormed()),
);

/**
 * Cognito's pattern in classes that every language reads alike: no white space of ASCII at the ends, no line break. Its
 * policy says what is too weak.
 */
export const newPassword = text(1, 256).check(
  z.regex(/^[^\t-\r ](?:[^\n\r\u0085\u2028\u2029]*[^\t-\r ])?$/, {
    error: 'A password neither begins nor ends with a space, and has no line break',
  }),
);
