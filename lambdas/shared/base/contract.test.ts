import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { message, pageQuery, text, wholeNumber } from './contract.ts';

describe('text', () => {
  test('counts characters, not UTF-16 units', () => {
    const takes = (given: string) => z.safeParse(text(1, 4), given).success;
    expect(['😀'.repeat(4), 'abcd', '日本語'].map(takes)).toEqual([true, true, true]);
    expect(['', '😀'.repeat(5), 'abcde', 'a'.repeat(1e6)].map(takes)).toEqual([false, false, false, false]);
  });

  test('says what was expected', () => {
    const { error } = z.safeParse(text(1, 4), '');
    expect(error?.issues[0]?.message).toContain('1 to 4 characters');
  });
});

test('a whole number is digits within its bounds', () => {
  const read = (given?: string) => z.safeParse(wholeNumber(1, 24, 12), given).data;
  expect([undefined, '1', '24', '07'].map(read)).toEqual([12, 1, 24, 7]);
  expect(['0', '25', '-1', '1.0', '1e1', '', ' 1', '٣', '100'].map(read)).toEqual(Array(9).fill(undefined));
});

test('a page has at most 100 items, 20 by default', () => {
  expect(z.parse(pageQuery, {})).toEqual({ limit: 20 });
  expect(z.safeParse(pageQuery, { limit: '101' }).success).toBe(false);
});

test('a WebSocket message is routed by its action, which is not one of API Gateway', () => {
  const body = z.object({ text: text(1, 100) });
  expect(message('say', { summary: 'Say something', body })).toEqual({ action: 'say', summary: 'Say something', body });
  // @ts-expect-error: $connect, $disconnect and $default are routes of their own.
  message('$connect', { summary: 'Come in', body });
});
