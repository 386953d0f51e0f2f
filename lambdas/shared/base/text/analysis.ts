// The terms of a text in searches: the index, queries, the catalog and the list of orders all use these.
//
// A term is a word (words.ts), in which invisible characters join; a whole emoji, with or without U+FE0F, which is one
// with its ZWJ sequence, flag or skin tone; or, in scripts without spaces and in Korean, a character with the one behind
// it. Those pairs overlap, so any part of such a text is a phrase of pairs.
import { LRUCache } from 'lru-cache';
import { foldedForm, INVISIBLE, isAscii, plainForm } from './fold.ts';
import { cutWord } from './words.ts';

/** Raised when the terms of a text change: an index of an earlier analysis is then made anew. */
export const ANALYSIS = 2;

/** A term and its range [from, to) in the text, in UTF-16 units. */
export interface Term {
  readonly term: string;
  readonly folded: string;
  readonly from: number;
  readonly to: number;
  /** The first character of a pair, folded, and its end; for other terms the whole term. */
  readonly head: string;
  readonly headTo: number;
  readonly kind: 'word' | 'pair' | 'end';
}

const EMOJI_PART =
  '(?:\\p{RI}{1,2}|\\p{EMod}|[0-9#*]\\ufe0f?\\u20e3|\\p{ExtPict}[\\ufe0e\\ufe0f]?\\p{EMod}?\\u20e3?(?:[\\u{e0020}-\\u{e007e}]+\\u{e007f})?)';
const EMOJI = `${EMOJI_PART}(?:\\u200d${EMOJI_PART})*`;
const IN_WORD = '[\\p{L}\\p{N}\\p{M}]';
const TERM = new RegExp(`(${EMOJI})|${IN_WORD}(?:[${INVISIBLE}]*${IN_WORD})*`, 'gu');

const HAS_LETTER = /[\p{L}\p{N}]/u;
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
/** A character as readers see it: a decomposed Korean syllable, or a letter with its marks, of either width. */
const CHARACTER = new RegExp(
  `(?:[\\u1100-\\u115f\\ua960-\\ua97c]+[\\u1160-\\u11a7\\ud7b0-\\ud7c6${INVISIBLE}]*[\\u11a8-\\u11ff\\ud7cb-\\ud7fb${INVISIBLE}]*|[^])[\\p{M}\\uff9e\\uff9f${INVISIBLE}]*`,
  'gu',
);

export const termsOf = (text: string): Term[] =>
  [...text.matchAll(TERM)].flatMap(({ 0: run, 1: emoji, index }) => {
    if (emoji !== undefined) return wordTerm(emoji, cutWord(emoji.replaceAll(/[\ufe0e\ufe0f]/gu, '')), index);
    return isAscii(run) || !UNSPACED.test(run.normalize('NFKC')) ? wordIn(run, index) : spansOf(run, index);
  });

function wordIn(run: string, from: number): Term[] {
  const term = formOf(run);
  return term === '' ? [] : wordTerm(run, term, from);
}

/** Empty for marks alone, which are no word. */
function formOf(text: string): string {
  const form = HAS_LETTER.test(text) ? plainForm(text) : '';
  return HAS_LETTER.test(form) ? form : '';
}

function wordTerm(text: string, term: string, from: number): Term[] {
  const [folded, to] = [foldedForm(term), from + text.length];
  return [{ term, folded, from, to, head: folded, headTo: to, kind: 'word' }];
}

interface Character {
  readonly plain: string;
  readonly isAccented: boolean;
  readonly isUnspaced: boolean;
}
/** Forms of characters, which repeat: without it, a Chinese text takes ten times as long. */
const characters = new LRUCache<string, Character>({ max: 5_000 });

function characterOf(text: string): Character {
  const known = characters.get(text);
  if (known) return known;
  const plain = formOf(text);
  const isUnspaced = UNSPACED.test(text.normalize('NFKC'));
  const character = { plain, isAccented: foldedForm(plain) !== plain, isUnspaced };
  if (text.length <= 8) characters.set(text, character);
  return character;
}

type Placed = Character & { readonly text: string; readonly from: number };

/** Words and pairs of a run with characters of both kinds. */
function spansOf(run: string, from: number): Term[] {
  const all = [...run.matchAll(CHARACTER)].map(
    ({ 0: text, index }): Placed => ({ ...characterOf(text), text, from: from + index }),
  );
  const terms: Term[] = [];
  for (let i = 0; i < all.length; ) {
    const first = all[i];
    let next = i + 1;
    while (all[next]?.isUnspaced === first?.isUnspaced && next < all.length) next += 1;
    const span = all.slice(i, next);
    if (first?.isUnspaced) for (const pair of pairsOf(span)) terms.push(pair);
    else if (first) terms.push(...wordIn(span.map(({ text }) => text).join(''), first.from));
    i = next;
  }
  return terms;
}

function pairsOf(span: readonly Placed[]): Term[] {
  const shown = span.filter(({ plain }) => plain !== '');
  return shown.map(({ text, from, plain, isAccented }, i) => {
    const second = shown[i + 1];
    const headTo = from + text.length;
    const term = second ? cutWord((plain + second.plain).normalize('NFC')) : plain;
    const to = second ? second.from + second.text.length : headTo;
    const folded = isAccented || second?.isAccented ? foldedForm(term) : term;
    const head = isAccented ? foldedForm(plain) : plain;
    return { term, folded, from, to, head, headTo, kind: second ? 'pair' : 'end' };
  });
}

/** A term that a query asks for, or all terms that begin with it. */
export interface AskedTerm {
  readonly term: string;
  readonly folded: string;
  readonly isBeginning: boolean;
  readonly isPair: boolean;
  readonly from: number;
  readonly to: number;
}

/**
 * The consecutive terms that a text must have to contain this one. The last character of a run of pairs is within its
 * last pair, so it is asked for only where the text goes on, or alone: as the beginning of a pair, or the end of a run.
 */
export function askedTerms(text: string): AskedTerm[] {
  const terms = termsOf(text);
  return terms.flatMap(({ term, folded, from, to, kind }, i) => {
    const isWithin = kind === 'end' && i === terms.length - 1 && terms[i - 1]?.kind === 'pair';
    return isWithin ? [] : [{ term, folded, isBeginning: kind === 'end', isPair: kind === 'pair', from, to }];
  });
}
