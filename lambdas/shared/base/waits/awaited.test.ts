// How long we wait for something that an event brings.
import { expect, test } from '@jest/globals';
import { awaited } from './awaited.ts';

test('a lookup of data that an event is about to bring is retried for three seconds', async () => {
  const pauses: number[] = [];
  const pause = async (ms: number) => void pauses.push(ms);
  const answers = [undefined, undefined, 'a product'];
  expect(await awaited(async () => answers.shift(), 'None', pause)).toBe('a product');
  expect(pauses).toHaveLength(2);
  pauses.length = 0;
  await expect(awaited(async () => undefined, 'None', pause)).rejects.toThrow('NOT_FOUND');
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBe(3000);
});
