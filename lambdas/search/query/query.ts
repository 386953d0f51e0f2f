// A query: required words, `OR` between two of them, "phrases", -excluded, and word* for a prefix.
import { Problem } from '../../shared/base/problem.ts';
import { type Word, wordsOf } from '../../shared/base/text/words.ts';
import { searchProblems } from '../contract.ts';

/** One word, or all words with a prefix. */
export interface Matcher {
  readonly term: string;
  readonly isBeginning: boolean;
}
/** Consecutive words; most often just one. */
export type Phrase = readonly Matcher[];
export interface Clause {
  readonly not: boolean;
  /** At least one of these matches. */
  readonly anyOf: readonly Phrase[];
}
/** Every clause holds. */
export type Query = readonly Clause[];

const MAX_WORDS = 16;
/** Minimum length of a prefix, because too many words start with one letter. */
const MIN_BEGINNING = 2;

/** Text between spaces or between quotation marks; an unclosed quotation mark extends to the end. */
const PIECE = /(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))/gu;

/**
 * `OR` binds tighter than a space: `a b OR c` is a and (b or c). A piece of several words, such as event-driven, is a
 * phrase. The only errors are a query without a required word and one with too many words.
 */
export function parseQuery(text: string): Query {
  const clauses: Clause[] = [];
  let words = 0;
  let joins = false;
  for (const [, minus, quoted, plain = ''] of text.matchAll(PIECE)) {
    if (plain === 'OR' && !minus) {
      joins = true;
      continue;
    }
    const phrase = phraseOf(quoted ?? plain);
    if (phrase.length === 0) continue;
    words += phrase.length;
    const last = clauses.at(-1);
    if (joins && last && !last.not && !minus)
      clauses[clauses.length - 1] = { not: false, anyOf: [...last.anyOf, phrase] };
    else clauses.push({ not: minus === '-', anyOf: [phrase] });
    joins = false;
  }
  if (words > MAX_WORDS)
    throw new Problem(searchProblems.queryTooLong, `The query has ${words} words; the limit is ${MAX_WORDS}.`);
  if (clauses.every(({ not }) => not))
    throw new Problem(searchProblems.queryWithoutWords, 'Give at least one word of letters or digits.');
  return clauses;
}

function phraseOf(piece: string): Phrase {
  const words = wordsOf(piece);
  return words.map((word, i) => ({ term: word.word, isBeginning: i === words.length - 1 && isBeginning(piece, word) }));
}

const isBeginning = (piece: string, { from, to }: Word): boolean =>
  piece.slice(to) === '*' && [...piece.slice(from, to)].length >= MIN_BEGINNING;

/** Whether the query asks for a word, for highlighting. */
export function wantedBy(query: Query): (term: string) => boolean {
  const matchers = query.filter(({ not }) => !not).flatMap(({ anyOf }) => anyOf.flat());
  const words = new Set(matchers.flatMap(({ term, isBeginning }) => (isBeginning ? [] : [term])));
  const beginnings = matchers.flatMap(({ term, isBeginning }) => (isBeginning ? [term] : []));
  return (term) => words.has(term) || beginnings.some((beginning) => term.startsWith(beginning));
}
