// The monolith's order form against the real shop, through the CDN as its clients use it.
import { beforeAll, expect, test } from '@jest/globals';
import { type Answer, ask, eventually, newPerson, type Person, unique } from '../kit/client.ts';
import { fillCart, newShop, type Shop, settled } from '../orders/shopping.ts';

let buyer: Person;
let shop: Shop;
beforeAll(async () => {
  [buyer, shop] = await Promise.all([newPerson(), newShop(100)]);
});

const send = (fields: Record<string, string>): Promise<Answer> =>
  ask('POST', '/legacy/orders', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
const form = (change: Record<string, string> = {}) => ({
  cust_tok: buyer.token,
  ord_ref: `A-${unique()}`,
  pay_cd: '01',
  itm_1: shop.productId,
  qty_1: '002',
  ...change,
});
const cartOf = async ({ token }: Person) => (await ask('GET', '/api/cart', { token })).body.items;

test('an old form becomes an order of the shop, once however often it is sent', async () => {
  const order = form();
  const first = await send(order);
  expect({ status: first.status, body: first.body }).toEqual({
    status: 200,
    body: { rc: '00', rc_txt: 'TAKEN', ord_no: expect.any(String), ord_st: 'P' },
  });
  for (const _ of [1, 2]) expect((await send(order)).body).toMatchObject({ rc: '01', ord_no: first.body.ord_no });
  expect(await settled(buyer, first.body.ord_no)).toMatchObject({
    status: 'CONFIRMED',
    lines: [{ productId: shop.productId, quantity: 2 }],
  });
  expect(await cartOf(buyer)).toEqual([]);
});

test('sent several times at once it is one order, and nothing of it stays in the cart', async () => {
  const order = form();
  const answers = (await Promise.all([1, 2, 3, 4].map(() => send(order)))).map(({ body }) => body);
  expect(answers.filter(({ rc }) => !['00', '01', '90'].includes(rc))).toEqual([]);
  // The next request resumes a slow one, so several may succeed: with the same order, under one number.
  expect(answers.map(({ rc }) => rc)).toContain('00');
  const last = (await send(order)).body;
  expect(last.rc).toBe('01');
  expect(new Set(answers.flatMap(({ rc, ord_no }) => (rc === '90' ? [] : [ord_no])))).toEqual(new Set([last.ord_no]));
  expect(await cartOf(buyer)).toEqual([]);
});

test("leaves a customer's own cart alone", async () => {
  const [other, own] = [await newPerson(), await newShop(5)];
  await fillCart(other, own.productId);
  expect((await send(form({ cust_tok: other.token }))).body).toMatchObject({ rc: '22', ord_no: '' });
  expect(await cartOf(other)).toMatchObject([{ productId: own.productId, quantity: 1 }]);
});

test('refuses a customer who signed out, and takes the order with the next token', async () => {
  const customer = await newPerson();
  const order = form({ cust_tok: customer.token });
  expect((await ask('DELETE', '/api/sessions', { token: customer.token })).status).toBe(204);
  expect((await send(order)).body).toMatchObject({ rc: '30', ord_no: '' });
  const { email, password } = customer;
  const session = await ask('POST', '/api/sessions', { body: { email, password } });
  const next = await eventually(
    () => send({ ...order, cust_tok: session.body.accessToken }),
    ({ body }) => body.rc !== '90',
    60_000,
  );
  expect(next.body).toMatchObject({ rc: '00', ord_no: expect.any(String) });
}, 90_000);

test('refuses in its own words', async () => {
  const order = form();
  expect((await send({ ...order, itm_1: 'NoSuchProduct000' })).body).toMatchObject({ rc: '20' });
  expect((await send({ ...order, pay_cd: '77' })).body).toMatchObject({ rc: '10', rc_txt: 'FORM: pay_cd' });
  for (const cust_tok of ['not.a.token', 'töken', '\u0008', 'two words', '\u{1f511}'])
    expect((await send({ ...order, cust_tok })).body).toMatchObject({ rc: '30' });
  expect((await send(order)).body.rc).toBe('00');
  expect((await send({ ...order, qty_1: '003' })).body).toMatchObject({ rc: '40', ord_no: '' });
  expect((await ask('POST', '/legacy/orders', { body: order })).status).toBe(415);
});
