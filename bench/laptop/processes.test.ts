import { expect, test } from '@jest/globals';
import { memoryOf, processTree, statOf } from './processes.ts';

const ROLLUP = `00400000-7ffd3bfe0000 ---p 00000000 00:00 0                          [rollup]
Rss:               63000 kB
Pss:               21000 kB
Pss_Dirty:         18000 kB
Pss_Anon:          17000 kB
Shared_Clean:      42000 kB
Private_Clean:       500 kB
Private_Dirty:     19500 kB
Swap:                  0 kB
`;

test('memory is the whole proportional size, not one of its parts, and what is private of it', () => {
  expect(memoryOf(ROLLUP)).toEqual({ pssMB: (21_000 * 1.024) / 1000, privateMB: (20_000 * 1.024) / 1000 });
});

test('a kernel without one of the fields is refused, not counted as zero', () => {
  expect(() => memoryOf(ROLLUP.replace(/^Pss:.*\n/m, ''))).toThrow('no Pss in smaps_rollup');
});

test('the name of a command does not shift the fields behind it', () => {
  const after = 'S 41 42 42 0 -1 4194304 100 200 0 0 350 27 9000 9000 20 0 11 0 123 456 789';
  for (const name of ['node', 'a b', 'x) S 1 1', '((']) {
    expect(statOf(`77 (${name}) ${after}`)).toEqual({ parent: 41, cpuMs: 3770 });
  }
});

test('a text that ends too early is refused', () => {
  expect(() => statOf('77 (node) S 41')).toThrow('no times');
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('the tree of this process begins with it, and it has used memory and time', () => {
  const [first] = processTree(process.pid);
  expect(first).toMatchObject({ pid: process.pid, command: expect.stringContaining('jest') });
  expect(first?.pssMB).toBeGreaterThan(first?.privateMB ?? Number.NaN);
  expect(first?.privateMB).toBeGreaterThan(10);
  expect(first?.cpuMs).toBeGreaterThan(0);
});
