// How long a visitor waits for the stream of clicks: a second at most, which the first put of an instance has for itself.
import { beforeEach, expect, test } from '@jest/globals';
import { fakeAws } from '../../test/fake-aws.ts';
import { sendClicks } from './redirect-store.ts';
import { bindings } from './resources.ts';

let puts = 0;
beforeEach(() => {
  puts = 0;
});

// A stream that takes connections and never answers.
fakeAws(
  () => {
    puts += 1;
  },
  { [bindings.clicksStream]: 'clicks' },
);

test('the first put of an instance is one try with all of the time, a later one has several', async () => {
  await expect(sendClicks({ producer: 'p', firstNumber: 1, clicks: [] })).rejects.toThrow('took over');
  expect(puts).toBe(1);
  await expect(sendClicks({ producer: 'p', firstNumber: 2, clicks: [] })).rejects.toThrow('took over');
  expect(puts).toBeGreaterThan(2);
});
