// The two forms of a word or an emoji in searches: as it stands, and folded. Neither form knows case, width, normal form
// (NFKC) or invisible characters; the folded one has no accents either.
//
// Folding takes away marks of Latin, Greek, Cyrillic, Arabic and Hebrew and the marks that all scripts share. Other
// scripts write their vowels as marks, and Japanese its voiced consonants: those stay.
import { cutWord, foldOf } from './words.ts';

/** Soft hyphens, joiners, directions, byte order marks: characters that readers do not see, within words. */
export const INVISIBLE = '\\u00ad\\u061c\\u180e\\u200c-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufeff';

const UNSEEN = new RegExp(`[${INVISIBLE}\\p{Default_Ignorable_Code_Point}]`, 'gu');
const NOT_IN_WORD = /[^\p{L}\p{N}\p{M}]/u;
const SCRIPTS = ['Inherited', 'Latin', 'Greek', 'Cyrillic', 'Arabic', 'Hebrew', 'Syriac'];
/** U+3099 and U+309A make かが and はぱ differ. */
const ACCENT = new RegExp(
  `[[\\p{M}&&[${SCRIPTS.map((script) => `\\p{sc=${script}}`).join('')}]]--[\\u3099\\u309a]]`,
  'gv',
);

/** Letters that Unicode does not decompose, as people write them without the letter's key. U+0640 only stretches. */
const SPELLINGS = [
  'ßss',
  'æae',
  'œoe',
  'øo',
  'łl',
  'đd',
  'ðd',
  'þth',
  'ħh',
  'ŧt',
  'ŋn',
  'ıi',
  'ٱا',
  'ىي',
  'یي',
  'ةه',
  'کك',
  'ـ',
];
const DIGITS = ['٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹'].flatMap((digits) =>
  Array.from(digits, (digit, value) => `${digit}${value}`),
);
const LETTERS = new Map([...SPELLINGS, ...DIGITS].map((pair) => [pair.charAt(0), pair.slice(1)] as const));

export const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

/** The word as it stands. Empty if all of it is invisible. */
export function plainForm(text: string): string {
  if (isAscii(text)) return cutWord(text.toLowerCase());
  const seen = text.replace(UNSEEN, '');
  // Only İ has a lower case of two characters in every language, and the simple folding leaves it.
  const lower = lowerCased(widened(seen).replace(UNSEEN, '')).replaceAll('İ', 'i\u0307');
  return cutWord(lower.normalize('NFC'));
}

/** NFKC, but for characters that it would take apart into more than a word, as ½ into 1⁄2. */
function widened(text: string): string {
  const whole = text.normalize('NFKC');
  if (!NOT_IN_WORD.test(whole)) return whole;
  return Array.from(text.normalize('NFC'), (char) => {
    const wide = char.normalize('NFKC');
    return NOT_IN_WORD.test(wide) ? char : wide;
  }).join('');
}

const lowerCased = (text: string): string =>
  Array.from(text, (char) => {
    const codePoint = char.codePointAt(0) ?? 0;
    return String.fromCodePoint(foldOf(codePoint) || codePoint);
  }).join('');

/** The folded form of a word in its plain form; folding again changes nothing. */
export function foldedForm(plain: string): string {
  if (isAscii(plain)) return plain;
  const bare = lowerCased(plain.normalize('NFKD').replace(ACCENT, ''));
  const folded = Array.from(bare, (char) => LETTERS.get(char) ?? char)
    .join('')
    .normalize('NFC');
  return /[\p{L}\p{N}]/u.test(folded) && !NOT_IN_WORD.test(folded) ? cutWord(folded) : plain;
}
