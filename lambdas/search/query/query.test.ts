// The meaning of a query. No query does harm.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../../shared/base/problem.ts';
import { parseQuery, type Query, wantedBy } from './query.ts';

/** Shows a query as text, for example `+a|"b c" -d*`. */
const shown = (query: Query): string =>
  query
    .map(({ not, anyOf }) => {
      const phrases = anyOf.map((phrase) =>
        phrase.map(({ term, isBeginning }) => term + (isBeginning ? '*' : '')).join(' '),
      );
      return `${not ? '-' : '+'}${phrases.map((text) => (text.includes(' ') ? `"${text}"` : text)).join('|')}`;
    })
    .join(' ');

const code = (text: string): string => {
  try {
    return shown(parseQuery(text));
  } catch (error) {
    return error instanceof Problem ? error.type.code : String(error);
  }
};

describe('means', () => {
  test.each([
    ['saga', '+saga'],
    ['Saga  ORDER', '+saga +order'],
    ['a b OR c', '+a +b|c'],
    ['a OR b OR c d', '+a|b|c +d'],
    ['a or b', '+a +or +b'],
    ['"in reverse"', '+"in reverse"'],
    ['"in reverse', '+"in reverse"'],
    ['a OR "b c"', '+a|"b c"'],
    ['a -b -"c d"', '+a -b -"c d"'],
    ['a-b', '+"a b"'],
    ['a OR -b', '+a -b'],
    ['-a OR b', '-a +b'],
    ['OR a', '+a'],
    ['a OR', '+a'],
    ['a OR OR b', '+a|b'],
    ['a"b"c', '+a +b +c'],
    ['ab*', '+ab*'],
    ['"a ab*', '+"a ab*"'],
    ['a*', '+a'],
    ['a*b', '+"a b"'],
    ['(a) [b] {c}', '+a +b +c'],
    ['title:x', '+"title x"'],
    ['', 'QUERY_WITHOUT_WORDS'],
    ['"" - * OR ...', 'QUERY_WITHOUT_WORDS'],
    ['-a', 'QUERY_WITHOUT_WORDS'],
    [Array.from({ length: 16 }, (_, i) => `w${i}`).join(' '), Array.from({ length: 16 }, (_, i) => `+w${i}`).join(' ')],
    [Array.from({ length: 17 }, (_, i) => `w${i}`).join(' '), 'QUERY_TOO_LONG'],
    [`"${'a '.repeat(17)}"`, 'QUERY_TOO_LONG'],
  ])('%j: %s', (text, expected) => {
    expect(code(text)).toBe(expected);
  });
});

test('any text is a query or a refusal with its code, at once', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({
      unit: fc.constantFrom('"', '-', '*', ' ', 'a', 'OR', '\\', '\u0000', '\ud800', '(', '𝒳', '\u0301'),
      maxLength: 200,
    }),
  );
  const startedMs = performance.now();
  fc.assert(
    fc.property(hostile, (text) => {
      expect(code(text)).toMatch(/^(?:[+-]|QUERY_WITHOUT_WORDS$|QUERY_TOO_LONG$)/);
    }),
    { numRuns: 2000 },
  );
  expect(performance.now() - startedMs).toBeLessThan(20_000);
});

test('shown are the words that must be there, not those that must not', () => {
  const wanted = wantedBy(parseQuery('saga OR "two words" beg* -not'));
  expect(['saga', 'two', 'words', 'begin', 'not', 'be'].filter(wanted)).toEqual(['saga', 'two', 'words', 'begin']);
});
