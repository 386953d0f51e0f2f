// Inputs that the links service accepts and refuses.
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { pageQuery } from '../shared/base/contract.ts';
import { ClickBatch, contract } from './contract.ts';

const CreateLink = contract.routes.createLink.body;
const StatsQuery = contract.routes.linkStats.query;
const TopQuery = contract.routes.topLinks.query;

const url = 'https://a.example/';
const takes = (schema: z.ZodMiniType, input: unknown) => z.safeParse(schema, input).success;

describe('CreateLink', () => {
  test.each<[unknown]>([
    [{ url }],
    [{ url: 'é'.repeat(2048) }],
    [{ url, alias: 'abcd' }],
    [{ url, alias: '-AZaz09-' }],
    [{ url, alias: 'a'.repeat(32) }],
    [{ url, permanent: true }],
    [{ url, expiresAt: '2026-11-22T04:05:06Z' }],
    [{ url, expiresAt: '2026-11-22T04:05:06.789Z' }],
    [{ url, expiresAt: '2028-02-29T00:00:00Z' }],
    [{ url, expiresAt: '2026-11-22T04:05:06+01:00' }],
  ])('takes %j', (input) => {
    expect(z.safeParse(CreateLink, input)).toEqual({ success: true, data: input });
  });

  test.each<[unknown]>([
    [{}],
    [null],
    [[]],
    ['https://a.example/'],
    [{ url: '' }],
    [{ url: 1 }],
    [{ url: 'a'.repeat(2049) }],
    [{ url, alias: 'abc' }],
    [{ url, alias: '' }],
    [{ url, alias: 'a'.repeat(33) }],
    [{ url, alias: 'ab_cd' }],
    [{ url, alias: 'ab/cd' }],
    [{ url, alias: 'ab#cd' }],
    [{ url, alias: 'ab%20cd' }],
    [{ url, alias: 'ab cd' }],
    [{ url, alias: 'abcdé' }],
    [{ url, alias: 'abcd\n' }],
    [{ url, alias: null }],
    [{ url, permanent: 'true' }],
    [{ url, expiresAt: null }],
    [{ url, expiresAt: 1_795_305_600_000 }],
    [{ url, expiresAt: 'tomorrow' }],
    [{ url, expiresAt: '2026-11-22' }],
    [{ url, expiresAt: '2026-11-22T04:05:06' }],
    [{ url, expiresAt: '2026-11-22T04:05:06+0100' }],
    [{ url, expiresAt: '2026-11-22 04:05:06Z' }],
    [{ url, expiresAt: '2026-02-29T00:00:00Z' }],
    [{ url, expiresAt: '2026-13-01T00:00:00Z' }],
    [{ url, expiresAt: '2026-11-22T24:00:00Z' }],
    [{ url, code: 'abcdefg' }],
    [{ url, ownerId: 'somebody' }],
  ])('refuses %j', (input) => {
    expect(takes(CreateLink, input)).toBe(false);
  });
});

describe('queries', () => {
  test.each([
    [pageQuery, {}, { limit: 20 }],
    [pageQuery, { limit: '100', cursor: 'a.b' }, { limit: 100, cursor: 'a.b' }],
    [pageQuery, { limit: '001' }, { limit: 1 }],
    [StatsQuery, { from: '2026-02-28', to: '2028-02-29' }, { from: '2026-02-28', to: '2028-02-29' }],
    [TopQuery, {}, { hours: 24 }],
    [TopQuery, { hours: '1' }, { hours: 1 }],
  ])('take the form number %#', (schema, input, data) => {
    expect(z.safeParse(schema as z.ZodMiniType, input)).toEqual({ success: true, data });
  });

  test.each([
    [pageQuery, { limit: '0' }],
    [pageQuery, { limit: '101' }],
    [pageQuery, { limit: '1e1' }],
    [pageQuery, { limit: '-1' }],
    [pageQuery, { limit: ' 1' }],
    [pageQuery, { limit: '' }],
    [pageQuery, { cursor: 'a'.repeat(2049) }],
    [pageQuery, { offset: '1' }],
    [StatsQuery, { from: '2026-02-29' }],
    [StatsQuery, { from: '2026-11-22T00:00:00Z' }],
    [StatsQuery, { until: '2026-11-22' }],
    [TopQuery, { hours: '25' }],
    [TopQuery, { hours: '0' }],
    [TopQuery, { hours: '1.5' }],
  ])('refuse the form number %#', (schema, input) => {
    expect(takes(schema as z.ZodMiniType, input)).toBe(false);
  });
});

describe('ClickBatch', () => {
  const click = { code: 'aaaaaaa', atMs: 0, referrer: 'direct', device: 'other', correlationId: '' };
  const batch = { producer: 'p-1_A', firstNumber: 1, clicks: [click] };

  test('takes 1 to 500 clicks', () => {
    expect(takes(ClickBatch, batch)).toBe(true);
    expect(takes(ClickBatch, { ...batch, clicks: Array(500).fill(click) })).toBe(true);
    const { device: _, ...undecided } = click;
    expect(takes(ClickBatch, { ...batch, clicks: [undecided, { ...undecided, userAgent: 'x'.repeat(512) }] })).toBe(
      true,
    );
  });

  test.each<[string, unknown]>([
    ['no clicks', { ...batch, clicks: [] }],
    ['501 clicks', { ...batch, clicks: Array(501).fill(click) }],
    ['number 0', { ...batch, firstNumber: 0 }],
    ['half a number', { ...batch, firstNumber: 1.5 }],
    ['a producer with a key delimiter', { ...batch, producer: 'p#1' }],
    ['an unknown field', { ...batch, total: 1 }],
    ['a time before 1970', { ...batch, clicks: [{ ...click, atMs: -1 }] }],
    ['a time no date can hold', { ...batch, clicks: [{ ...click, atMs: 8.64e15 + 1 }] }],
    ['a code with a key delimiter', { ...batch, clicks: [{ ...click, code: 'aaa#aaa' }] }],
    ['a referrer with a path', { ...batch, clicks: [{ ...click, referrer: 'a.example/x' }] }],
    ['a user agent without end', { ...batch, clicks: [{ ...click, userAgent: 'x'.repeat(513) }] }],
    ['a device nobody knows', { ...batch, clicks: [{ ...click, device: 'fridge' }] }],
    ['an address of the visitor', { ...batch, clicks: [{ ...click, ip: '1.2.3.4' }] }],
  ])('refuses %s', (_what, input) => {
    expect(takes(ClickBatch, input)).toBe(false);
  });
});

test('every route that changes something honours an idempotency key and has a limit', () => {
  for (const { method, idempotency, limit } of Object.values<{ method: string; idempotency?: string; limit?: unknown }>(
    contract.routes,
  )) {
    if (method !== 'GET') expect([idempotency, limit]).toEqual(['optional', 'write']);
  }
});

test('an alias never needs escaping in a path', () => {
  const characters = Array.from({ length: 128 }, (_, i) => String.fromCharCode(i));
  const taken = characters.filter((character) => takes(CreateLink, { url, alias: character.repeat(4) }));
  expect(taken.join('')).toBe('-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
});
