import { expect, test } from '@jest/globals';
import { orderOnce, type Progress, type References, type Shop, SignedOut } from './place-legacy-order.ts';
import type { Wish } from './translation.ts';

const token = `h.${Buffer.from(JSON.stringify({ sub: 'user-1' })).toString('base64url')}.s`;
const wish: Wish = {
  token,
  reference: 'A/1',
  paymentMethod: 'pm_ok',
  lines: new Map([
    ['p1', 2],
    ['p2', 1],
  ]),
  fingerprint: 'f',
};

/** A shop and a table in memory that record every call. */
function world(progress: Progress, shop: Partial<Shop> = {}) {
  const asked: string[] = [];
  const note = <Result>(text: string, result: Result): Promise<Result> => {
    asked.push(text);
    return Promise.resolve(result);
  };
  const whole: Shop = {
    cart: async () => [],
    put: (_, productId, quantity) => note(`put ${productId} ${quantity}`, true),
    remove: (_, productId) => note(`remove ${productId}`, undefined),
    order: (_, method, key) => note(`order ${method} ${key}`, { orderId: 'o1' }),
    ...shop,
  };
  const references: References = {
    take: (id) => note(`take ${id}`, progress),
    ordering: () => note('ordering', undefined),
    done: (_, orderId) => note(`done ${orderId}`, undefined),
    forget: () => note('forget', undefined),
  };
  return { asked, run: () => orderOnce(wish, whole, references, 0) };
}

const ordered = ['order pm_ok legacy.A%2F1', 'done o1'];

test('fills the cart, orders it under its reference, and notes each step before the next', async () => {
  const { asked, run } = world({ state: 'filling' });
  expect(await run()).toMatchObject({ rc: '00', ord_no: 'o1' });
  expect(asked).toEqual(['take user-1#A/1', 'put p1 2', 'put p2 1', 'ordering', ...ordered]);
});

test('fills a cart that was filled before no second time', async () => {
  const { asked, run } = world({ state: 'ordering' });
  expect(await run()).toMatchObject({ rc: '00', ord_no: 'o1' });
  expect(asked).toEqual(['take user-1#A/1', ...ordered]);
});

test.each([
  [
    { state: 'done', orderId: 'o0' },
    { rc: '01', ord_no: 'o0' },
  ],
  [{ state: 'other' }, { rc: '40', ord_no: '' }],
  [{ state: 'busy' }, { rc: '90', ord_no: '' }],
] as const)('asks the shop for nothing when the reference is %j', async (progress, reply) => {
  const { asked, run } = world(progress);
  expect(await run()).toMatchObject(reply);
  expect(asked).toEqual(['take user-1#A/1']);
});

test('records nothing for a token that the API rejects', async () => {
  const { asked, run } = world({ state: 'filling' }, { cart: async () => undefined });
  expect(await run()).toMatchObject({ rc: '30' });
  expect(asked).toEqual([]);
});

test('leaves a cart alone that holds something else', async () => {
  const { asked, run } = world({ state: 'filling' }, { cart: async () => ['p1', 'mine'] });
  expect(await run()).toMatchObject({ rc: '22' });
  expect(asked).toEqual(['take user-1#A/1', 'forget']);
});

test('takes out again what it put in when an article is not there', async () => {
  const { asked, run } = world({ state: 'filling' }, { put: async (_, productId) => productId === 'p1' });
  expect(await run()).toMatchObject({ rc: '20', rc_txt: 'ARTICLE: p2' });
  expect(asked).toEqual(['take user-1#A/1', 'remove p1', 'remove p2', 'forget']);
});

test.each([
  ['again', ['take user-1#A/1', 'put p1 2', 'put p2 1', 'ordering']],
  ['empty', ['take user-1#A/1', 'put p1 2', 'put p2 1', 'ordering', 'forget']],
] as const)('says "try again" when the order is answered %s', async (answer, asks) => {
  const { asked, run } = world({ state: 'filling' }, { order: async () => answer });
  expect(await run()).toMatchObject({ rc: '90' });
  expect(asked).toEqual(asks);
});

test.each([
  ['put', ['take user-1#A/1']],
  ['order', ['take user-1#A/1', 'put p1 2', 'put p2 1', 'ordering']],
] as const)(
  'a customer who signed out before the shop was asked to %s is refused, and the reference stays',
  async (at, known) => {
    const refuse = async () => {
      throw new SignedOut();
    };
    const { asked, run } = world({ state: 'filling' }, { [at]: refuse });
    expect(await run()).toMatchObject({ rc: '30', ord_no: '' });
    expect(asked).toEqual(known);
  },
);
