// Many callers, one piece of work.
import { expect, test } from '@jest/globals';
import { together } from './together.ts';

test('concurrent callers share one piece of work, later ones share the next', async () => {
  const done: number[][] = [];
  const ask = together(async (items: readonly number[]) => void done.push([...items]));
  await Promise.all([ask(1), ask(2), ask(3)]);
  await ask(4);
  expect(done).toEqual([[1, 2, 3], [4]]);
});

test('fails for each of them, and not for the next', async () => {
  const ask = together(async (items: readonly number[]) => {
    if (items.includes(1)) throw new Error('no');
  });
  expect(await Promise.allSettled([ask(1), ask(2)])).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  await ask(3);
});
