// Which ranges of days a client can request.
import { expect, test } from '@jest/globals';
import { clicksOf } from './read-stats.ts';

test.each([
  ['367 days', { from: '2025-11-21', to: '2026-11-22' }],
  ['an end before its beginning', { from: '2026-11-22', to: '2026-11-21' }],
  ['a beginning after today', { from: '2026-11-23' }],
])('refuses %s with RANGE_TOO_LONG', async (_what, range) => {
  await expect(clicksOf('aaaaaaa', range, 1_795_305_600_000)).rejects.toMatchObject({
    type: { code: 'RANGE_TOO_LONG' },
  });
});
