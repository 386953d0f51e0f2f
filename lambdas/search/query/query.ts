// What a query asks for: words that must all be there, `OR` between two of them, "phrases", -not, and word* for a beginning.
import { Problem } from '../../shared/base/problem.ts';
import { type Word, wordsOf } from '../../shared/base/words.ts';
import { searchProblems } from '../contract.ts';

/** One word, or all that begin so. */
export interface Matcher {
  readonly term: string;
  readonly isBeginning: boolean;
}
/** Words that stand one behind the other; most often it is one. */
export type Phrase = readonly Matcher[];
export interface Clause {
  readonly not: boolean;
  /** One of these at least. */
  readonly anyOf: readonly Phrase[];
}
/** Every clause holds. */
export type Query = readonly Clause[];

const MAX_WORDS = 16;
/** Of a beginning, for there are too many words that begin with one letter. */
const MIN_BEGINNING = 2;

/** One piece between spaces, or one between quotation marks; a mark that is not closed goes on to the end. */
const PIECE = /(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))/gu;

/**
 * `OR` joins its neighbours before anything else does: `a b OR c` is a and (b or c). A piece of several words, such as
 * event-driven, is a phrase. Nothing is an error but a query without a word that must be there, and one of too many.
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
    throw new Problem(searchProblems.queryTooLong, `The query has ${words} words; ${MAX_WORDS} are the most.`);
  if (clauses.every(({ not }) => not))
    throw new Problem(searchProblems.queryWithoutWords, 'Give at least one word, of letters or digits, to be found.');
  return clauses;
}

function phraseOf(piece: string): Phrase {
  const words = wordsOf(piece);
  return words.map((word, i) => ({ term: word.word, isBeginning: i === words.length - 1 && isBeginning(piece, word) }));
}

const isBeginning = (piece: string, { from, to }: Word): boolean =>
  piece.slice(to) === '*' && [...piece.slice(from, to)].length >= MIN_BEGINNING;

/** Whether a word is one that the query asks for, to be shown. */
export function wantedBy(query: Query): (term: string) => boolean {
  const matchers = query.filter(({ not }) => !not).flatMap(({ anyOf }) => anyOf.flat());
  const words = new Set(matchers.flatMap(({ term, isBeginning }) => (isBeginning ? [] : [term])));
  const beginnings = matchers.flatMap(({ term, isBeginning }) => (isBeginning ? [term] : []));
  return (term) => words.has(term) || beginnings.some((beginning) => term.startsWith(beginning));
}
