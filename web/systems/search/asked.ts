// What is asked while somebody types.

/** The last word may still be one that begins so; two letters are the least for that. */
export function askedFor(typed: string): string {
  const words = typed.trim();
  const last = /[\p{L}\p{N}\p{M}]{2,}$/u.exec(words)?.[0];
  return last === undefined || last === 'OR' ? words : `${words}*`;
}

/** Without one of these there is nothing to ask for. */
export const hasWord = (typed: string): boolean => /[\p{L}\p{N}]/u.test(typed);
