// A query: required words, `OR` between two of them, "phrases", -excluded, and word* for a prefix.
import { Problem } from '../../shared/base/problem.ts';
import { type AskedTerm, askedTerms } from '../../shared/base/text/analysis.ts';
import { searchProblems } from '../contract.ts';

/** One word, or all words with a prefix: as typed, and as folded. */
export type Matcher = Pick<AskedTerm, 'term' | 'folded' | 'isBeginning'>;
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
/** A pair of characters in a script without spaces counts as a part of a word. */
const PAIRS_A_WORD = 4;
/** Minimum length of a prefix, because too many words start with one letter. */
const MIN_BEGINNING = 2;

/** Text between spaces or between quotation marks; an unclosed quotation mark extends to the end. */
const PIECE = /(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))/gu;

/** Characters that keyboards write instead of the operators: curly and angled quotation marks, the minus sign, full width. */
const OPERATORS: readonly (readonly [written: RegExp, meant: string])[] = [
  [/[“”„‟«»「」『』〝〞〟＂]/gu, '"'],
  [/[−－]/gu, '-'],
  [/＊/gu, '*'],
];

/**
 * `OR` binds tighter than a space: `a b OR c` is a and (b or c). A piece of several words, such as event-driven, is a
 * phrase. The only errors are a query without a required word and one with too many words.
 */
export function parseQuery(text: string): Query {
  const clauses: Clause[] = [];
  let words = 0;
  let joins = false;
  const typed = OPERATORS.reduce((meant, [written, operator]) => meant.replaceAll(written, operator), text);
  for (const [, minus, quoted, plain = ''] of typed.matchAll(PIECE)) {
    if (plain === 'OR' && !minus) {
      joins = true;
      continue;
    }
    const terms = askedTerms(quoted ?? plain);
    if (terms.length === 0) continue;
    words += terms.reduce((sum, { isPair }) => sum + (isPair ? 1 / PAIRS_A_WORD : 1), 0);
    const phrase = phraseOf(quoted ?? plain, terms);
    const last = clauses.at(-1);
    if (joins && last && !last.not && !minus)
      clauses[clauses.length - 1] = { not: false, anyOf: [...last.anyOf, phrase] };
    else clauses.push({ not: minus === '-', anyOf: [phrase] });
    joins = false;
  }
  if (words > MAX_WORDS)
    throw new Problem(
      searchProblems.queryTooLong,
      `The query has ${Math.ceil(words)} words; the limit is ${MAX_WORDS}.`,
    );
  if (clauses.every(({ not }) => not))
    throw new Problem(searchProblems.queryWithoutWords, 'Give at least one word of letters or digits, or an emoji.');
  return clauses;
}

/** Every word of the text begins a word of the document: as people type names. Empty without a word. */
export const beginningsOf = (text: string): Query =>
  askedTerms(text).map(({ term, folded }) => ({ not: false, anyOf: [[{ term, folded, isBeginning: true }]] }));

const phraseOf = (piece: string, terms: readonly AskedTerm[]): Phrase =>
  terms.map(({ term, folded, isBeginning, to }) => {
    const hasStar = piece.slice(to) === '*' && Array.from(term).length >= MIN_BEGINNING;
    return { term, folded, isBeginning: isBeginning || hasStar };
  });

/** Whether the query asks for a folded word, for highlighting. */
export function wantedBy(query: Query): (folded: string) => boolean {
  const matchers = query.filter(({ not }) => !not).flatMap(({ anyOf }) => anyOf.flat());
  const words = new Set(matchers.flatMap(({ folded, isBeginning }) => (isBeginning ? [] : [folded])));
  const beginnings = matchers.flatMap(({ folded, isBeginning }) => (isBeginning ? [folded] : []));
  return (folded) => words.has(folded) || beginnings.some((beginning) => folded.startsWith(beginning));
}
