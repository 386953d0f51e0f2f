import { expect, test } from '@jest/globals';
import { gatesOf, jobItemKb, modelled } from './jobs-model.ts';

// 4 splits of 16 MiB, 2 merges, 64 partitions: mapping takes 100 s in all, merging 8 s, reducing 4 s.
const small = { bytes: 2 ** 26, mapSeconds: 100e6 / 2 ** 26, mergeSeconds: 1, runMb: 2, jobItemKb: 1 };

test('one worker takes its tasks one after the other', () => {
  const { seconds, tasks, of } = modelled(small, 1);
  expect(tasks).toBe(4 + 2 + 64);
  expect(seconds).toBeCloseTo(0.6 + 3 * 1 + 70 * 0.15 + 112, 6);
  expect(of.lambda).toBeCloseTo((0.6 + 70 * 0.15 + 112) * (1769 / 1024) * 13.3334e-6 + 70 * 0.2e-6, 9);
  expect(of.transitions).toBeCloseTo((70 * 4 + 4 * 3) * 25e-6, 9);
  // 6 runs and 64 parts are written; 4 splits, 4 runs and 2 x 64 ranges are read.
  expect(of.s3).toBeCloseTo(70 * 5e-6 + 136 * 0.4e-6, 9);
  // Two transactions of two items a task, and a heartbeat every 2 s: 12 in a map task of 25.15 s, 2 in a merge of 4.15 s.
  expect(of.dynamodb).toBeCloseTo((70 * 2 + 4 * 12 + 2 * 2) * 4 * 0.625e-6, 9);
});

test('workers beside each other take waves of tasks, and cost the same but for their starts', () => {
  const [one, many] = [modelled(small, 1), modelled(small, 16)];
  expect(many.seconds).toBeCloseTo(0.6 + 3 + 25.15 + 4.15 + 4 * (0.15 + 4 / 64), 6);
  expect(many.dollars - one.dollars).toBeCloseTo(3 * 0.6 * (1769 / 1024) * 13.3334e-6, 9);
});

test('no number of workers is faster than the item that every task checks, and those who wait are paid', () => {
  // 64 reduce tasks check 100 KB twice, 200 units each time, at 1,000 units a second.
  const { seconds, bound, of } = modelled(small, 64, { shards: 1, kb: 100 });
  expect(bound).toBe(1);
  expect(seconds).toBeCloseTo(0.6 + 3 + 25.15 + 4.15 + (64 * 2 * 200) / 1000, 6);
  const billed = 4 * 0.6 + 4 * 25.15 + 2 * 4.15 + 64 * 25.6;
  expect(of.lambda).toBeCloseTo(billed * (1769 / 1024) * 13.3334e-6 + 70 * 0.2e-6, 9);
});

test('shards share the checks and the tasks, and the job is still one item to read', () => {
  const one = modelled(small, 64, { shards: 1, kb: 100 });
  const four = modelled(small, 64, { shards: 4, kb: 100 });
  expect(one.seconds - four.seconds).toBeCloseTo((0.75 * 64 * 2 * 200) / 1000, 6);
  // 64 reduce tasks read 400 KB, 100 units each, at 3,000 units a second.
  const read = modelled({ ...small, jobItemKb: 400 }, 64);
  expect(read.seconds).toBeCloseTo(0.6 + 3 + 25.15 + 4.15 + (64 * 100) / 3000, 6);
});

test('a job of a TB is bound by its workers, be they a thousand', () => {
  const bytes = 1e12;
  const tb = { bytes, mapSeconds: 0.0204, mergeSeconds: 0.04, runMb: 1.15, jobItemKb: jobItemKb(bytes) };
  expect(gatesOf(bytes)).toEqual({ shards: 64, kb: 1 });
  expect(modelled(tb, 1000).bound).toBe(0);
  // As every task checked the job's own item, and its tasks were one partition.
  expect(modelled(tb, 1000, { shards: 1, kb: tb.jobItemKb }).bound).toBeGreaterThan(0);
  expect(modelled(tb, 1000, { shards: 1, kb: 1 }).bound).toBeGreaterThan(0);
});

test('over a thousand environments of a function come ten seconds later', () => {
  const wide = { ...small, bytes: 2 ** 26 * 2000, mapSeconds: 1e-6, mergeSeconds: 1e-9 };
  expect(modelled(wide, 2000).seconds - modelled(wide, 1000).seconds).toBeCloseTo(10, 6);
});

test('the item of a job grows with its uploads', () => {
  expect([jobItemKb(1e9), jobItemKb(1e12)]).toEqual([1, 5]);
});
