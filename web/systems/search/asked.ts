// Builds the query while the user types.

/** Treats the last word as a prefix, since the user may still be typing it; a prefix needs at least two letters. */
export function askedFor(typed: string): string {
  const words = typed.trim();
  const last = /[\p{L}\p{N}\p{M}]{2,}$/u.exec(words)?.[0];
  return last === undefined || last === 'OR' ? words : `${words}*`;
}

/** A query needs at least one letter or digit. */
export const hasWord = (typed: string): boolean => /[\p{L}\p{N}]/u.test(typed);
