// Who may restock, and how long a product is waited for.
import { expect, test } from '@jest/globals';
import { Problem } from '../shared/problem.ts';
import { awaitedProduct, checkOwner } from './product.ts';

const product = { productId: 'p1', version: 1, merchantId: 'm1', deleted: false };

test('a product whose event is on its way is looked for again, for three seconds', async () => {
  const pauses: number[] = [];
  const pause = async (ms: number) => void pauses.push(ms);
  const answers = [undefined, undefined, product];
  expect(await awaitedProduct(async () => answers.shift(), pause)).toBe(product);
  expect(pauses).toHaveLength(2);
  pauses.length = 0;
  await expect(awaitedProduct(async () => undefined, pause)).rejects.toThrow('NOT_FOUND');
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBe(3000);
});

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
