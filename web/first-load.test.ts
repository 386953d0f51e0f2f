import { expect, test } from '@jest/globals';
import { type FirstLoad, firstLoads } from './first-load.ts';
import { readSystems } from './found-systems.ts';
import { isLive } from './shell/system.ts';

const loads = await firstLoads();

/** The entries that make up the list of all systems; their pages are not part of it. */
const ENTRIES = /^systems\/[^/]+\/(?:entry|stations)\.ts$/;
const foreign = ({ system, inputs }: FirstLoad) =>
  inputs.filter((path) => path.startsWith('systems/') && !path.startsWith(`systems/${system}/`) && !ENTRIES.test(path));

test('every system that is live has a chunk of its own', async () => {
  expect(loads.length).toBe(1 + (await readSystems()).filter(isLive).length);
  for (const { system, inputs } of loads.slice(1))
    expect(inputs.filter((path) => path.startsWith(`systems/${system}/pages.`))).toHaveLength(1);
});

test.each(loads)('the first load of $system has the shell, and no code of another system', (one) => {
  expect(one.inputs).toContain('shell/app.tsx');
  expect(foreign(one)).toEqual([]);
});

test.each(loads)('the first load of $system is at most 60 KB, and leaves the player and the chart out', (one) => {
  expect(one.bytes).toBeGreaterThan(10_000);
  expect(one.bytes).toBeLessThanOrEqual(60_000);
  expect(one.inputs.filter((path) => /node_modules\/(?:hls\.js|uplot|uqr)\//.test(path))).toEqual([]);
});
