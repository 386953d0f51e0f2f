// Matches names in a search: every query word starts a word of the name, ignoring case and accents.

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** A query without words matches nothing. */
export function nameMatcher(query: string): (name: string) => boolean {
  const wanted = wordsOf(query);
  return (name) => {
    const words = wordsOf(name);
    return wanted.length > 0 && wanted.every((start) => words.some((word) => word.startsWith(start)));
  };
}
