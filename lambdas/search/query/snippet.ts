// The part of a text that shows why it was found, with the positions of the query's words.
import { type Term, termsOf } from '../../shared/base/text/analysis.ts';

/** From `from` to `to`, exclusive, in UTF-16 code units, as JavaScript, Java and C# count them. */
export interface Highlight {
  readonly from: number;
  readonly to: number;
}
export interface Snippet {
  readonly text: string;
  readonly highlights: Highlight[];
}

/** Whether the query asks for this word of the text, folded. */
export type IsWanted = (folded: string) => boolean;

const WORDS = 32;
const BEFORE = 6;
const CUT = '…';
/** A single word may be as long as the whole text. */
const MAX_LENGTH = 400;

/**
 * The place with the most distinct words of the query, the first of equal ones: about 32 words, with white space
 * reduced to single spaces, and an ellipsis where the text continues. The beginning of the text if it has none of the
 * words.
 */
export function snippetOf(text: string, isWanted: IsWanted): Snippet {
  const plain = text.replaceAll(/\s+/gu, ' ').trim();
  const words = termsOf(plain);
  const hits = words.flatMap(({ folded: term }, at) => (isWanted(term) ? [{ term, at }] : []));
  const first = Math.max(0, bestOf(hits) - BEFORE);
  const last = words[first + WORDS];
  const start = first === 0 ? 0 : spaceBefore(plain, words[first]?.from ?? 0);
  const to = Math.min(last ? spaceBefore(plain, last.from) : plain.length, start + MAX_LENGTH);
  const before = start > 0 ? `${CUT} ` : '';
  return {
    text: `${before}${wholePoints(plain.slice(start, to)).trimEnd()}${to < plain.length ? ` ${CUT}` : ''}`,
    highlights: marked(words, isWanted)
      .filter((mark) => mark.from >= start && mark.to <= to)
      .map((mark) => ({ from: mark.from - start + before.length, to: mark.to - start + before.length })),
  };
}

/** Avoids cutting between the parts of "order's" or of a path, if a space is near. */
function spaceBefore(plain: string, at: number): number {
  const space = plain.lastIndexOf(' ', at - 1) + 1;
  return space > 0 && at - space <= 20 ? space : at;
}

export const highlightsOf = (text: string, isWanted: IsWanted): Highlight[] => marked(termsOf(text), isWanted);

/** Pairs of characters overlap: their ranges are joined. */
function marked(words: readonly Term[], isWanted: IsWanted): Highlight[] {
  const marks: Highlight[] = [];
  for (const { folded, head, from, to, headTo } of words) {
    if (!isWanted(folded)) continue;
    const end = isWanted(head) ? headTo : to;
    const last = marks.at(-1);
    if (last && from < last.to) marks.splice(-1, 1, { from: last.from, to: Math.max(last.to, end) });
    else marks.push({ from, to: end });
  }
  return marks;
}

/** Drops a trailing half of a surrogate pair. */
const wholePoints = (text: string): string => (text.isWellFormed() ? text : text.replace(/[\ud800-\udbff]$/, ''));

/** Start of the window with the most distinct words. */
function bestOf(hits: readonly { term: string; at: number }[]): number {
  let [best, most] = [hits[0]?.at ?? 0, 0];
  const inside = new Map<string, number>();
  let tail = 0;
  for (const { term, at } of hits) {
    inside.set(term, (inside.get(term) ?? 0) + 1);
    for (let oldest = hits[tail]; oldest && oldest.at <= at - (WORDS - BEFORE); oldest = hits[++tail]) {
      const left = (inside.get(oldest.term) ?? 0) - 1;
      if (left === 0) inside.delete(oldest.term);
      else inside.set(oldest.term, left);
    }
    if (inside.size > most) [best, most] = [hits[tail]?.at ?? at, inside.size];
  }
  return best;
}
