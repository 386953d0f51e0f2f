import { expect, test } from '@jest/globals';
import { addressOf } from '../../kit/address.ts';
import { placeOf } from '../../shell/route.ts';
import { entry } from './entry.ts';

const pageAt = (hash: string) => {
  const place = placeOf([entry], hash);
  return place.at === 'page' ? { name: place.page, ...place.properties } : undefined;
};

test.each([
  ['#/shop', { name: 'browse' }],
  ['#/shop?category=bakery&query=rye+loaf', { name: 'browse', category: 'bakery', query: 'rye loaf' }],
  ['#/shop?query=&other=1', { name: 'browse' }],
  ['#/shop/7hTq2LkXv0PzRb4m', { name: 'product', productId: '7hTq2LkXv0PzRb4m' }],
  ['#/cart', { name: 'cart' }],
  ['#/orders', { name: 'orders' }],
  ['#/orders?status=CONFIRMED', { name: 'orders', status: 'CONFIRMED' }],
  ['#/orders/4fQb0yTz6mYkX1cWd8Ra', { name: 'order', orderId: '4fQb0yTz6mYkX1cWd8Ra' }],
  ['#/merchant/products/new', { name: 'new-product' }],
  ['#/merchant/products/7hTq2LkXv0PzRb4m', { name: 'edit-product', productId: '7hTq2LkXv0PzRb4m' }],
  ['#/merchant/webhooks/wh-Zk1p0QbX3rT7', { name: 'deliveries', webhookId: 'wh-Zk1p0QbX3rT7' }],
  ['#/shop/short', undefined],
  ['#/cart/more', undefined],
  ['#/constructor', undefined],
])('the address %s asks for its page', (hash, page) => {
  expect(pageAt(hash)).toEqual(page);
});

test('an address carries what is chosen and nothing else', () => {
  const address = addressOf('#/shop', { category: 'bakery', query: 'rye & wheat' });
  expect(pageAt(address)).toEqual({ name: 'browse', category: 'bakery', query: 'rye & wheat' });
  expect(addressOf('#/shop', { category: undefined, query: '' })).toBe('#/shop');
});

test('products are visible to everyone, orders only to their owner', () => {
  const isPublic = (hash: string) => {
    const place = placeOf([entry], hash);
    return place.at === 'page' && place.isPublic;
  };
  expect(['#/shop', '#/cart', '#/checkout', '#/orders'].map(isPublic)).toEqual([true, true, false, false]);
});
