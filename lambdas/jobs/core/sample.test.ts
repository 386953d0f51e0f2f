// Range bounds make parts of similar length, even for a sorted input larger than the sample.
import { expect, test } from '@jest/globals';
import { smallJob } from '../../../test/jobs/small-job.ts';

test('parts by range are about as long, and one sorted whole', async () => {
  const words = Array.from({ length: 200_000 }, (_, i) => `${i}`.padStart(6, '0').padEnd(39, 'x'));
  const given = { partitioner: 'range', partitions: 4, splitBytes: 2e6, chunkBytes: 65_536 } as const;
  const { parts, texts } = await smallJob('word-count', { sorted: words.join('\n') }, given);
  const share = words.length / 4;
  for (const { records } of parts) expect(Math.abs(records - share)).toBeLessThan(share / 4);
  expect(texts.join('') === words.map((word) => `${word}\t1\n`).join('')).toBe(true);
});
