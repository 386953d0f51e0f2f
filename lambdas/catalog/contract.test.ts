// Inputs that the catalog accepts and refuses.
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { ChangeProduct, CreateProduct, ImportProducts, ListQuery } from './contract.ts';

const wish = { name: 'Tea', description: '', category: 'drinks', priceCents: 1 };
const takes = (schema: z.ZodMiniType, input: unknown) => z.safeParse(schema, input).success;

describe('CreateProduct', () => {
  test.each<[object]>([
    [{}],
    [{ name: '茶'.repeat(120), description: 'One.\nTwo.', priceCents: 10_000_000 }],
    [{ category: 'food-and-goods-4' }],
    [{ imageUrl: '/assets/products/tea-1A2B.svg' }],
    [{ imageUrl: '/media/a1/b2/tea' }],
  ])('takes %j', (change) => {
    expect(takes(CreateProduct, { ...wish, ...change })).toBe(true);
  });

  test.each<[object]>([
    [{ name: '' }],
    [{ name: '  ' }],
    [{ name: 'a\nb' }],
    [{ name: 'a'.repeat(121) }],
    [{ name: '\ud800' }],
    [{ description: 'a'.repeat(2001) }],
    [{ description: 'a\u0000b' }],
    [{ description: undefined }],
    [{ category: 'Drinks' }],
    [{ category: 'a--b' }],
    [{ category: 'a#1' }],
    [{ priceCents: 0 }],
    [{ priceCents: 1.5 }],
    [{ priceCents: -1 }],
    [{ priceCents: '1' }],
    [{ priceCents: 10_000_001 }],
    [{ imageUrl: 'https://elsewhere.example/a.png' }],
    [{ imageUrl: '//elsewhere.example/a.png' }],
    [{ imageUrl: 'javascript:alert(1)' }],
    [{ imageUrl: 'data:image/svg+xml,<svg/>' }],
    [{ imageUrl: '/assets/../api/me' }],
    [{ imageUrl: '/api/sessions' }],
    [{ imageUrl: null }],
    [{ merchantId: 'somebody-else' }],
    [{ version: 1 }],
  ])('refuses %j', (change) => {
    expect(takes(CreateProduct, { ...wish, ...change })).toBe(false);
  });
});

test('a change names the version it changes', () => {
  expect(takes(ChangeProduct, wish)).toBe(false);
  expect(takes(ChangeProduct, { ...wish, version: 0 })).toBe(false);
  expect(takes(ChangeProduct, { ...wish, version: 1 })).toBe(true);
});

test('an import has 1 to 50 products', () => {
  const products = (count: number) => ({ products: Array.from({ length: count }, () => wish) });
  expect([0, 1, 50, 51].map((count) => takes(ImportProducts, products(count)))).toEqual([false, true, true, false]);
});

test('a list may be of a category and a search', () => {
  expect(z.parse(ListQuery, {})).toEqual({ limit: 20 });
  expect(takes(ListQuery, { category: 'drinks', query: 'tea', limit: '100' })).toBe(true);
  expect(
    [{ category: '' }, { query: '' }, { limit: '0' }, { q: 'tea' }].map((input) => takes(ListQuery, input)),
  ).toEqual([false, false, false, false]);
});
