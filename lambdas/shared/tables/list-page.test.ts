// A list read page by page with its own cursors, which work for that list alone.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { platformBindings } from '../base/names.ts';
import { listPage } from './list-page.ts';

const secrets = createServer((_, response) => response.end('{"SecretString":"known to nobody"}'));
const before = process.env;

beforeAll(async () => {
  await new Promise<void>((resolve) => secrets.listen(0, '127.0.0.1', resolve));
  const { port } = secrets.address() as AddressInfo;
  process.env = {
    ...before,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    [platformBindings.appSecret]: 'secret',
  };
});

afterAll(() => {
  process.env = before;
  secrets.closeAllConnections();
  secrets.close();
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
