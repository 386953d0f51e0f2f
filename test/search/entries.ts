// Entries of a collection and questions to it, at random: accents, scripts without spaces, emoji, and words that are tokens
// elsewhere.
import fc from 'fast-check';
import type { SearchEntry } from '../../lambdas/shared/base/search-tasks.ts';

const readers = ['public', 'user:a', 'user:b', 'merchant:a', 'group:a'];
const filters = ['category:tea', 'category:jam', 'status:CONFIRMED'];
const word = fc.constantFrom(
  'tea',
  'team',
  'Tea',
  'Crème',
  'creme',
  'brûlée',
  'rye',
  '東京タワー',
  '京都',
  '❤️',
  'İstanbul',
  "o'clock",
  'ﬁne',
  'public',
  'a',
);
const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
const kept = fc.record({
  id: fc.integer({ min: 10, max: 30 }).map((age) => `2026-03-${age}#x`),
  text,
  readers: fc.subarray(readers, { minLength: 1 }),
  filters: fc.subarray(filters),
  removed: fc.boolean(),
});

/** Versions count up by entry, in an order that has nothing to do with the order of the segments. */
export const history = fc
  .array(kept, { minLength: 1, maxLength: 40 })
  .map((all) =>
    all.map(
      ({ removed, ...entry }, version): SearchEntry =>
        removed && version % 4 === 0 ? { id: entry.id, version, removed } : { ...entry, version },
    ),
  );
export const question = fc.record({
  query: fc.option(
    fc.constantFrom(
      'te',
      'tea',
      'creme',
      'crème',
      'br',
      'tea rye',
      '京',
      '東京',
      '❤',
      '...',
      'istanbul',
      'fin',
      'o clock',
      'p',
      'u',
      '@',
      'a',
    ),
    {
      nil: undefined,
    },
  ),
  readers: fc.subarray(readers, { minLength: 1 }),
  filters: fc.subarray(filters),
  limit: fc.integer({ min: 1, max: 5 }),
});
