// Permission to restock a product.
import { expect, test } from '@jest/globals';
import { Problem } from '../shared/base/problem.ts';
import { checkKnown, checkOwner } from './product.ts';

const product = { productId: 'p1', version: 1, merchantId: 'm1', deleted: false };

test.each([
  ['its owner', product, 'm1', undefined],
  ['another merchant', product, 'm2', 'NOT_FOUND'],
  ['its owner, when it is no longer sold', { ...product, deleted: true }, 'm1', 'PRODUCT_GONE'],
  ['another merchant, when it is no longer sold', { ...product, deleted: true }, 'm2', 'NOT_FOUND'],
])('%s restocks: %s', (_, of, userId, code) => {
  const refusal = (() => {
    try {
      checkOwner(of, userId);
      return undefined;
    } catch (error) {
      return error;
    }
  })();
  expect(refusal instanceof Problem ? refusal.type.code : refusal).toBe(code);
});

test('a product that is unknown now is refused at once', () => {
  expect(() => checkKnown(product)).not.toThrow();
  expect(() => checkKnown(undefined)).toThrow('NOT_FOUND');
});
