// Collects where each term of some documents occurs, for a segment.
//
// A term that loses something when it is folded is there twice: as it stands, and folded behind ACCENTED. A search for
// `cafe` finds `cafe` as typed, and at ACCENTED `cafe` what is written in other ways; no term is written with ACCENTED.
import { foldedForm } from '../../shared/base/text/fold.ts';
import type { Posting } from './segment.ts';

export const ACCENTED = '~';

/** Tokens are terms too, of no words: these begin no word and no emoji. */
export const readerTerm = (token: string): string => `@${token}`;
export const filterTerm = (token: string): string => `=${token}`;
export const isToken = (term: string): boolean => term.startsWith('@') || term.startsWith('=');

/** The order of JavaScript's strings, which every list in a segment uses. */
export const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The folded word of a term in a segment; undefined if the segment has all of its places at another term. */
export function foldedOf(term: string): string | undefined {
  if (term.startsWith(ACCENTED)) return term.slice(ACCENTED.length);
  return foldedForm(term) === term ? term : undefined;
}

interface Places {
  readonly ordinal: number;
  readonly positions: number[];
}

export class TermPlaces {
  readonly #lists = new Map<string, Places[]>();

  /** Documents and positions may come in any order, but each position once. */
  add({ term, folded }: { readonly term: string; readonly folded: string }, ordinal: number, position: number): void {
    this.#add(term, ordinal, position);
    if (folded !== term) this.#add(ACCENTED + folded, ordinal, position);
  }

  /** A token of a document, without positions. */
  addToken(term: string, ordinal: number): void {
    const list = this.#lists.get(term);
    if (list) list.push({ ordinal, positions: [] });
    else this.#lists.set(term, [{ ordinal, positions: [] }]);
  }

  #add(term: string, ordinal: number, position: number): void {
    const list = this.#lists.get(term);
    const last = list?.at(-1);
    if (last?.ordinal === ordinal) last.positions.push(position);
    else if (list) list.push({ ordinal, positions: [position] });
    else this.#lists.set(term, [{ ordinal, positions: [position] }]);
  }

  /** In the order of a segment. */
  sorted(): [term: string, postings: readonly Posting[]][] {
    const all = [...this.#lists].map(([term, list]): [string, Posting[]] => [term, joined(list)]);
    return all.sort(([a], [b]) => inOrder(a, b));
  }
}

/** One posting per document. */
function joined(list: readonly Places[]): Posting[] {
  const postings = new Map<number, number[]>();
  for (const { ordinal, positions } of list) {
    const known = postings.get(ordinal);
    if (known) for (const position of positions) known.push(position);
    else postings.set(ordinal, positions);
  }
  for (const positions of postings.values()) positions.sort((a, b) => a - b);
  return [...postings].map(([ordinal, positions]) => ({ ordinal, positions })).sort((a, b) => a.ordinal - b.ordinal);
}
