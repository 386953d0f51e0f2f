// Matches names in a search of a list: every word of the query begins a word of a name.
import { askedTerms, termsOf } from './analysis.ts';

/** Every word may be in another of the names. A query without words matches nothing. */
export function nameMatcher(query: string): (...names: string[]) => boolean {
  const wanted = askedTerms(query).map(({ folded }) => folded);
  return (...names) => {
    const words = names.flatMap((name) => termsOf(name).map(({ folded }) => folded));
    return wanted.length > 0 && wanted.every((start) => words.some((word) => word.startsWith(start)));
  };
}
