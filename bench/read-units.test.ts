// The sizes are those of DynamoDB's documentation.
import { expect, test } from '@jest/globals';
import { itemBytes, readUnits } from '../test/local/kit/read-units.ts';

test.each<[string, object, number]>([
  ['text, in UTF-8', { name: 'Zoë' }, 4 + 4],
  ['numbers, by their digits', { n: 27, m: 1_000, k: 12.345 }, 3 + 2 + 2 + 4],
  ['bytes', { b: new Uint8Array(10) }, 11],
  ['yes, no and nothing', { a: true, b: false, c: null }, 3 + 3],
  ['a list and a map', { l: ['ab', 1], m: { x: 'y' } }, 1 + 3 + 1 + 2 + 1 + 2 + (1 + 3 + 1 + 1 + 1)],
  ['a set', { s: new Set(['ab', 'c']) }, 4],
])('an item of %s', (_, item, bytes) => expect(itemBytes(item)).toBe(bytes));

const of = (bytes: number) => ({ a: 'x'.repeat(bytes - 1) });

test('a read costs a unit for each 4 KB, half of it when it may be stale', () => {
  expect(readUnits({ ConsistentRead: true }, { Item: of(4096) })).toBe(1);
  expect(readUnits({ ConsistentRead: true }, { Item: of(4097) })).toBe(2);
  expect(readUnits({}, { Item: of(4097) })).toBe(1);
  expect(readUnits({}, {})).toBe(0.5);
});

test('a query costs what its items weigh together, a batch what each weighs alone', () => {
  const two = [of(2000), of(2000)];
  expect(readUnits({}, { Items: two, Count: 2, ScannedCount: 2 })).toBe(0.5);
  const keys = [{}, {}, {}];
  expect(readUnits({ RequestItems: { t: { Keys: keys } } }, { Responses: { t: two } })).toBe(1.5);
  expect(
    readUnits({ RequestItems: { t: { Keys: keys, ConsistentRead: true } } }, { Responses: { t: [of(5000)] } }),
  ).toBe(4);
});

test('a filtered read is refused, for its answer does not show what was read', () => {
  expect(() => readUnits({}, { Items: [], Count: 0, ScannedCount: 9 })).toThrow('filtered');
});
