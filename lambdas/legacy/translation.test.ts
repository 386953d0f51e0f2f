import { expect, test } from '@jest/globals';
import type { OrderForm } from './contract.ts';
import { ownerOf, replyOf, type Wish, wishOf } from './translation.ts';

const form = (fields: Record<string, string> = {}): OrderForm =>
  ({ cust_tok: 'token', ord_ref: 'A-1', pay_cd: '01', itm_1: 'p1', qty_1: '002', ...fields }) as OrderForm;
const linesOf = (fields: Record<string, string>) => [...(wishOf(form(fields)) as Wish).lines];

test('turns numbered fields into lines, with one where the quantity is left out', () => {
  expect(linesOf({ itm_7: ' p2 ', qty_7: '', itm_20: 'p3', qty_20: '99' })).toEqual([
    ['p1', 2],
    ['p2', 1],
    ['p3', 99],
  ]);
});

test('adds up a product that is named twice', () => {
  expect(linesOf({ itm_2: 'p1', qty_2: '3' })).toEqual([['p1', 5]]);
});

test.each([
  [{ itm_1: '' }, 'itm_1'],
  [{ itm_1: '../users' }, 'itm_1'],
  [{ qty_1: '0' }, 'qty_1'],
  [{ qty_1: '100' }, 'qty_1'],
  [{ itm_2: 'p1', qty_2: '98' }, 'qty_2'],
  [{ pay_cd: '99' }, 'pay_cd'],
])('names what is wrong in %j', (fields, wrong) => {
  expect(wishOf(form(fields as unknown as Record<string, string>))).toEqual({ wrong });
});

test('has the same fingerprint for the same order in another sequence, and another one for another order', () => {
  const print = (fields: Record<string, string>) => (wishOf(form(fields)) as Wish).fingerprint;
  const both = print({ itm_2: 'p2', qty_2: '1' });
  expect(print({ itm_1: 'p2', qty_1: '1', itm_2: 'p1', qty_2: '2' })).toBe(both);
  expect(print({})).not.toBe(both);
  expect(print({ itm_2: 'p2', qty_2: '1', pay_cd: '02' })).not.toBe(both);
});

test('answers in its codes, with a blank where there is no order', () => {
  expect(replyOf('taken', '', 'o1')).toEqual({ rc: '00', rc_txt: 'TAKEN', ord_no: 'o1', ord_st: 'P' });
  expect(replyOf('article', 'p1')).toEqual({ rc: '20', rc_txt: 'ARTICLE: p1', ord_no: '', ord_st: ' ' });
});

test('reads whose token it is', () => {
  const claims = Buffer.from(JSON.stringify({ sub: 'user-1' })).toString('base64url');
  expect(ownerOf(`h.${claims}.s`)).toBe('user-1');
});
