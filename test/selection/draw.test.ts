// The draw of fault tests: the same for the same commit, within its time limit, and complete within a few commits.
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readSources } from '../infra/source.ts';
import { drawn, lanesOf, type Timed } from './draw.ts';
import { secondsOf } from './manner.ts';
import { filesOf } from './suites.ts';

/** A history of `length` commits. */
const history = (length: number, seed: string): string[] =>
  Array.from({ length }, (_, i) => createHash('sha1').update(`${seed} ${i}`).digest('hex'));
const pathsOf = (lanes: readonly Timed[][]): string[] =>
  lanes
    .flat()
    .map(({ path }) => path)
    .sort();
const secondsIn = (lane: readonly Timed[]): number => lane.reduce((total, { seconds }) => total + seconds, 0);

const files: readonly Timed[] = filesOf('faults', readSources()).map((file) => ({
  path: file.path,
  seconds: secondsOf(file) ?? 0,
}));
/** The files of twice as many systems. */
const twice = [...files, ...files.map(({ path, seconds }) => ({ path: `more/${path}`, seconds }))];
const LANE = 360;

test('there are fault tests, each with its seconds', () => {
  expect(files.length).toBeGreaterThan(15);
  expect(files.filter(({ seconds }) => seconds === 0)).toEqual([]);
});

describe('a draw', () => {
  test('is the same for the same commit, in whatever order the files are found', () => {
    const [commit = ''] = history(1, 'same');
    expect(drawn([...files].reverse(), commit, 2, LANE)).toEqual(drawn(files, commit, 2, LANE));
  });

  test('differs from commit to commit', () => {
    const draws = history(20, 'differs').map((commit) => pathsOf(drawn(files, commit, 2, LANE)).join());
    expect(new Set(draws).size).toBeGreaterThan(15);
  });

  test('keeps to its time in every lane, but for a first file that takes longer', () => {
    for (const commit of history(200, 'time')) {
      const longest = Math.max(...drawn(twice, commit, 2, LANE).map(secondsIn));
      expect(longest).toBeLessThanOrEqual(Math.max(LANE, ...files.map(({ seconds }) => seconds)));
    }
  });

  test('leaves no time unused that a file would fit into', () => {
    for (const commit of history(50, 'full')) {
      const lanes = drawn(files, commit, 2, LANE);
      const left = files.filter(({ path }) => !pathsOf(lanes).includes(path));
      const limit = Math.max(LANE, ...lanes.map(secondsIn));
      for (const file of left) {
        const more = lanesOf([...lanes.flat(), file], 2);
        expect(Math.max(...more.map(secondsIn))).toBeGreaterThan(limit - 1);
      }
    }
  });

  test.each([
    ['today', files, 32],
    ['with twice as many systems', twice, 70],
  ])('takes every file within a number of successive commits, %s', (_, all, commits) => {
    for (const start of Array.from({ length: 50 }, (_, i) => i)) {
      const seen = new Set(
        history(commits, `covers ${start}`).flatMap((commit) => pathsOf(drawn(all, commit, 2, LANE))),
      );
      expect(all.filter(({ path }) => !seen.has(path))).toEqual([]);
    }
  });

  test('takes a file that is longer than its time, alone, when it is first', () => {
    const long = { path: 'long.test.ts', seconds: 2 * LANE };
    const draws = history(100, 'long').map((commit) => drawn([long, ...files], commit, 2, LANE));
    const taken = draws.filter((lanes) => pathsOf(lanes).includes(long.path));
    expect(taken.length).toBeGreaterThan(0);
  });

  test('of everything is everything, spread over the lanes', () => {
    const lanes = drawn(files, 'any', 2, Infinity);
    expect(pathsOf(lanes)).toEqual(files.map(({ path }) => path).sort());
    const [a = 0, b = 0] = lanes.map(secondsIn);
    expect(Math.abs(a - b)).toBeLessThanOrEqual(Math.max(...files.map(({ seconds }) => seconds)));
  });
});
