// A list read page by page with its own cursors, which work for that list alone.
import { expect, test } from '@jest/globals';
import { fakeAws } from '../../../test/fake-aws.ts';
import { platformBindings } from '../base/names.ts';
import { listPage } from './list-page.ts';

fakeAws((_, response) => response.end('{"SecretString":"known to nobody"}'), {
  [platformBindings.appSecret]: 'secret',
});

/** Numbers after a position, three per page. */
const page = (scope: string, cursor: string | undefined) =>
  listPage(scope, cursor, async (after: { n: number } | undefined) => {
    const first = (after?.n ?? 0) + 1;
    const items = [first, first + 1, first + 2].filter((n) => n <= 7);
    return { items, total: 7, next: first + 2 < 7 ? { n: first + 2 } : undefined };
  });

test('goes through the list with the cursors it gives, and the last page has none', async () => {
  const seen: number[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const answer = await page('numbers#user-1', cursor);
    expect(Object.keys(answer)).not.toContain('next');
    expect(answer.total).toBe(7);
    seen.push(...answer.items);
    cursor = answer.cursor;
    pages += 1;
  } while (cursor);
  expect([seen, pages]).toEqual([[1, 2, 3, 4, 5, 6, 7], 3]);
});

test('refuses the cursor of another list before it reads', async () => {
  const { cursor } = await page('numbers#user-1', undefined);
  const read = async () => {
    throw new Error('it was read');
  };
  await expect(listPage('numbers#user-2', cursor, read)).rejects.toThrow('INVALID_CURSOR');
});
