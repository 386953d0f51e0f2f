import { expect, test } from '@jest/globals';
import { orderIdOf } from './place-order.ts';

test('an order has the id of its operation, and no other has it', () => {
  expect(orderIdOf('a')).toMatch(/^[0-9A-Za-z]{20}$/);
  expect(orderIdOf('a')).toBe(orderIdOf('a'));
  expect(orderIdOf('b')).not.toBe(orderIdOf('a'));
});
