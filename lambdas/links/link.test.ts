// A client's view of a link.
import { describe, expect, test } from '@jest/globals';
import { present } from './link.ts';

const NOW_MS = 1_795_305_600_000;
const publicUrl = 'https://s.example.com';
const url = 'https://a.example/';

describe('a link as its owner sees it', () => {
  const link = { code: 'aaaaaaa', ownerId: 'user-1', url, permanent: true, createdAtMs: NOW_MS, operationId: 'o' };

  test('has its short URL and times in UTC, and nothing internal', () => {
    expect(present({ ...link, expiresAtMs: NOW_MS + 1 }, publicUrl)).toEqual({
      code: 'aaaaaaa',
      shortUrl: 'https://s.example.com/aaaaaaa',
      url,
      createdAt: '2026-11-22T00:00:00.000Z',
      expiresAt: '2026-11-22T00:00:00.001Z',
      permanent: true,
    });
  });

  test('has null for an expiry that was never set', () => {
    expect(present(link, publicUrl).expiresAt).toBeNull();
  });
});
