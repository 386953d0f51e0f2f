// Textbook search over all documents in memory, without an index; the index must agree with it. It shares nothing
// with lambdas/search but the shape of a query.
import type { Query } from '../../lambdas/search/query/query.ts';

export interface OracleDocument {
  readonly documentId: string;
  readonly title: string;
  readonly text: string;
}

/** Words of these tests' texts, folded only by case. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];

export function oracle(documents: readonly OracleDocument[], query: Query): { documentId: string; score: number }[] {
  const all = documents.map(({ documentId, title, text }) => ({ documentId, words: wordsOf(`${title} ${text}`) }));
  const average = all.reduce((sum, { words }) => sum + words.length, 0) / all.length;
  const fits = (word: string, { term, isBeginning }: Query[number]['anyOf'][number][number]) =>
    isBeginning ? word.startsWith(term) : word === term;
  const has = (words: readonly string[], phrase: Query[number]['anyOf'][number]) =>
    words.some((_, at) => phrase.every((matcher, i) => at + i < words.length && fits(words[at + i] ?? '', matcher)));
  const asked = query.filter(({ not }) => !not).flatMap(({ anyOf }) => anyOf.flat());
  const ranking = new Set(
    all.flatMap(({ words }) => words.filter((word) => asked.some((matcher) => fits(word, matcher)))),
  );
  return all
    .filter(({ words }) => query.every(({ not, anyOf }) => anyOf.some((phrase) => has(words, phrase)) !== not))
    .map(({ documentId, words }) => {
      let score = 0;
      for (const term of ranking) {
        const tf = words.filter((word) => word === term).length;
        const df = all.filter((other) => other.words.includes(term)).length;
        const idf = Math.log(1 + (all.length - df + 0.5) / (df + 0.5));
        score += (idf * (tf * 2.2)) / (tf + 1.2 * (0.25 + (0.75 * words.length) / average));
      }
      return { documentId, score };
    })
    .sort((a, b) => b.score - a.score || (a.documentId < b.documentId ? -1 : 1));
}
