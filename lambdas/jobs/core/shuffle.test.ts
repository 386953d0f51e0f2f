import { describe, expect, test } from '@jest/globals';
import { smallJob } from '../../../test/jobs/small-job.ts';
import { naiveRequests, planMerges, requests } from './shuffle.ts';

describe('the shuffle', () => {
  test('of 64 map tasks and 16 reducers asks the store 0.13 times as often as a file for each pair, counted', async () => {
    const file = Array.from({ length: 64 * 200 }, (_, i) => `word${i % 400}`).join('\n');
    const { blobs, parts } = await smallJob(
      'word-count',
      { file },
      { partitions: 16, splitBytes: Math.ceil((file.length + 1) / 64), chunkBytes: 1e6 },
    );
    expect(parts).toHaveLength(16);
    // Leaves out one request for each piece of the input, one for its form, and one write for each part of the result.
    const counted = blobs.requests.read - 64 - 1 + blobs.requests.write - 16;
    expect(counted).toBe(requests({ maps: 64, reduces: 16, groups: 8 }));
    expect(counted / naiveRequests({ maps: 64, reduces: 16 })).toBeLessThanOrEqual(0.15);
  });

  test('puts every map task into one group, about as many as there are groups', () => {
    for (const maps of [1, 2, 7, 64, 1000]) {
      const groups = planMerges(maps, 1000, 'hash');
      if (groups.length > 0) expect(groups.flat()).toEqual(Array.from({ length: maps }, (_, i) => i));
      for (const group of groups) expect(Math.abs(group.length - Math.sqrt(maps))).toBeLessThanOrEqual(1);
    }
  });

  test('needs no level between where it saves nothing, but by round-robin', () => {
    expect(planMerges(1, 4, 'hash')).toEqual([]);
    expect(planMerges(4, 1, 'range')).toEqual([]);
    expect(planMerges(1, 4, 'round-robin')).toEqual([[0]]);
    expect(planMerges(0, 4, 'round-robin')).toEqual([]);
  });
});
