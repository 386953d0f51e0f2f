// A snippet shows the best place, and its highlights are exactly the words of the query.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { termsOf } from '../../shared/base/text/analysis.ts';
import { highlightsOf, snippetOf } from './snippet.ts';

const fold = (text: string) => termsOf(text)[0]?.folded ?? '';
const wanted =
  (...terms: string[]) =>
  (term: string) =>
    terms.includes(term);
const filler = (count: number) => Array.from({ length: count }, (_, i) => `filler${i}`).join(' ');
const cut = ({ text, highlights }: ReturnType<typeof snippetOf>) =>
  highlights.map(({ from, to }) => text.slice(from, to));

test('a short text is shown whole, its white space as single spaces', () => {
  expect(snippetOf('  A saga\n\n is undone.  ', wanted('saga'))).toEqual({
    text: 'A saga is undone.',
    highlights: [{ from: 2, to: 6 }],
  });
});

test('a long text is shown where most of the words are, with an ellipsis where it goes on', () => {
  const text = `${filler(50)} saga saga saga ${filler(50)} the order of a saga ${filler(50)}`;
  const snippet = snippetOf(text, wanted('saga', 'order'));
  expect(snippet.text).toMatch(/^… filler.* the order of a saga filler.* …$/);
  expect(cut(snippet)).toEqual(['order', 'saga']);
});

test('a text without a word of the query is shown from its beginning', () => {
  expect(snippetOf(`Begins. ${filler(50)}`, wanted('saga'))).toEqual({
    text: expect.stringMatching(/^Begins\. filler0 .* …$/),
    highlights: [],
  });
  expect(snippetOf('', wanted('saga'))).toEqual({ text: '', highlights: [] });
});

test('words of any script are marked as they are written', () => {
  expect(highlightsOf('ΣΑΓΑ 𝒳 σαγα', wanted(fold('σαγα')))).toEqual([
    { from: 0, to: 4 },
    { from: 8, to: 12 },
  ]);
});

test('whatever the text is, it is short, well formed, and what is marked is a word that was asked for', () => {
  const texts = fc.array(
    fc.oneof(fc.constantFrom('saga', 'Order', '𝒳𝒳', '\n', '…', 'x'.repeat(500)), fc.string({ unit: 'grapheme' })),
    {
      maxLength: 120,
    },
  );
  fc.assert(
    fc.property(texts, (pieces) => {
      const snippet = snippetOf(pieces.join(' '), wanted('saga', 'order'));
      expect(snippet.text.isWellFormed()).toBe(true);
      expect(snippet.text.length).toBeLessThanOrEqual(404);
      for (const word of cut(snippet)) expect(['saga', 'order']).toContain(fold(word));
    }),
    { numRuns: 300 },
  );
});
