// Works through the whole list, never more at a time than the limit, and starts nothing after the deadline.
import { expect, test } from '@jest/globals';
import { writtenLines } from '../../../../test/written-lines.ts';
import { sweep, workOff } from './work-off.ts';

const written = writtenLines();
const soon = () => new Promise((resolve) => setTimeout(resolve, 2));

test('works on all items, and never on more at a time than the limit', async () => {
  const done: number[] = [];
  let [now, most] = [0, 0];
  const begun = await workOff([...Array(20).keys()], { atATime: 3, untilMs: Date.now() + 60_000 }, async (item) => {
    now += 1;
    most = Math.max(most, now);
    await soon();
    now -= 1;
    done.push(item);
  });
  expect([begun, most]).toEqual([20, 3]);
  expect(done.sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
});

test('begins nothing once its time is over, and finishes what it began', async () => {
  const done: number[] = [];
  const begun = await workOff([...Array(1000).keys()], { atATime: 2, untilMs: Date.now() + 20 }, async (item) => {
    await soon();
    done.push(item);
  });
  expect(done).toHaveLength(begun);
  expect(begun).toBeLessThan(1000);
  expect(await workOff([1], { atATime: 1, untilMs: 0 }, soon)).toBe(0);
});

test('a sweep counts the outcomes, and one that fails does not stop the others', async () => {
  const options = {
    startedMs: Date.now(),
    mostMs: 60_000,
    atATime: 2,
    done: 'swept',
    failed: 'not swept',
    field: 'dishId',
  };
  const counts = await sweep(['soup', 'stone', 'stew'], options, async (id) => {
    if (id === 'stone') throw new Error('inedible');
    return 'eaten';
  });
  expect(counts).toEqual({ eaten: 2, failed: 1 });
  expect(written.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'error', message: 'not swept', dishId: 'stone' },
    { level: 'info', message: 'swept', eaten: 2, failed: 1 },
  ]);
});
