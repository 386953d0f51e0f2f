// Textbook search over all documents in memory, without an index; the index must agree with it. It shares nothing
// with lambdas/search but the shape of a query.
import type { Query } from '../../lambdas/search/query/query.ts';

export interface OracleDocument {
  readonly documentId: string;
  readonly title: string;
  readonly text: string;
}

/** Words of these tests' texts. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
const folded = (word: string): string => word.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss');

type Word = Query[number]['anyOf'][number][number];
interface OracleHit {
  readonly documentId: string;
  readonly score: number;
  readonly isFolded: boolean;
}

export function oracle(documents: readonly OracleDocument[], query: Query): OracleHit[] {
  const all = documents.map(({ documentId, title, text }) => {
    const typed = wordsOf(`${title} ${text}`);
    return { documentId, typed, words: typed.map(folded) };
  });
  const average = all.reduce((sum, { words }) => sum + words.length, 0) / all.length;
  const begins = (word: string, term: string, isBeginning: boolean) =>
    isBeginning ? word.startsWith(term) : word === term;
  const fits = (word: string, matcher: Word) => begins(word, folded(matcher.term), matcher.isBeginning);
  const fitsAsTyped = (word: string, { term, isBeginning }: Word) => begins(word, term, isBeginning);
  const has = (words: readonly string[], phrase: readonly Word[], isFit: typeof fits) =>
    words.some((_, at) => phrase.every((matcher, i) => at + i < words.length && isFit(words[at + i] ?? '', matcher)));
  const matches = (words: readonly string[], isFit: typeof fits) =>
    query.every(({ not, anyOf }) => anyOf.some((phrase) => has(words, phrase, isFit)) !== not);
  const asked = query.filter(({ not }) => !not).flatMap(({ anyOf }) => anyOf.flat());
  const ranking = new Set(
    all.flatMap(({ words }) => words.filter((word) => asked.some((matcher) => fits(word, matcher)))),
  );
  return all
    .filter(({ words }) => matches(words, fits))
    .map(({ documentId, words, typed }) => {
      let score = 0;
      for (const term of ranking) {
        const tf = words.filter((word) => word === term).length;
        const df = all.filter((other) => other.words.includes(term)).length;
        const idf = Math.log(1 + (all.length - df + 0.5) / (df + 0.5));
        score += (idf * (tf * 2.2)) / (tf + 1.2 * (0.25 + (0.75 * words.length) / average));
      }
      return { documentId, score, isFolded: !matches(typed, fitsAsTyped) };
    })
    .sort(
      (a, b) => Number(a.isFolded) - Number(b.isFolded) || b.score - a.score || (a.documentId < b.documentId ? -1 : 1),
    );
}
