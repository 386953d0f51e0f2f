// Builds the query while the user types.

/** Treats the last word as a prefix, since the user may still be typing it; a prefix needs at least two letters. */
export function askedFor(typed: string): string {
  const words = typed.trim();
  const last = /[\p{L}\p{N}\p{M}]+$/u.exec(words)?.[0] ?? '';
  const letters = last.match(/[\p{L}\p{N}]/gu) ?? [];
  return letters.length < 2 || last === 'OR' ? words : `${words}*`;
}

/** A query needs at least one letter, digit or emoji. */
export const hasWord = (typed: string): boolean => /[\p{L}\p{N}\p{ExtPict}\p{RI}\p{EMod}]|\u20e3/u.test(typed);
