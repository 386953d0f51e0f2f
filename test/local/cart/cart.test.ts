// Carts over HTTP: the catalog's prices, access to one's own cart only, guest carts and their merge.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newProduct, productWish } from '../catalog/products.ts';
import { type Answer, ask, bounded, eventually, newPerson, type Person, unique } from '../kit/client.ts';
import { fillCart } from '../orders/shopping.ts';
import { Basket, type Copied, copied, expire, lineOf } from './carts.ts';

const merchant = await newPerson('merchant');
const person = await newPerson();
const stranger = await newPerson();

const changePrice = async (product: Answer['body'], priceCents: number) => {
  const { version } = (await ask('GET', `/api/products/${product.productId}`)).body;
  const body = { ...productWish({ name: product.name, priceCents }), version };
  return ask('PUT', `/api/products/${product.productId}`, { token: merchant.token, body });
};

describe('a cart', () => {
  test('is empty before anything is in it, and only for signed-in users', async () => {
    const newcomer = new Basket(await newPerson());
    expect(await newcomer.read()).toEqual({ items: [], totalCents: 0, expiresAt: null });
    expect((await ask('GET', '/api/cart')).status).toBe(401);
  });

  test('takes a product that was made a moment ago, at the price of the catalog', async () => {
    const product = await newProduct(merchant, { priceCents: 480 });
    const basket = new Basket(await newPerson());
    const { status, body } = await eventually(
      () => basket.put(product.productId, 3),
      (answer) => answer.status === 200,
    );
    expect([status, body]).toEqual([
      200,
      {
        items: [
          {
            productId: product.productId,
            merchantId: merchant.userId,
            name: product.name,
            imageUrl: null,
            priceCents: 480,
            quantity: 3,
            available: true,
          },
        ],
        totalCents: 1440,
        expiresAt: expect.any(String),
      },
    ]);
    expect(Date.parse(body.expiresAt) - Date.now()).toBeGreaterThan(29 * 86_400_000);
    expect((await basket.put(product.productId, 1)).body.totalCents).toBe(480);
    expect([(await basket.remove(product.productId)).status, (await basket.remove(product.productId)).status]).toEqual([
      204, 204,
    ]);
    expect((await basket.read()).items).toEqual([]);
  });

  test('takes no price of the client, and no product that is not there', async () => {
    const { productId } = await newProduct(merchant);
    const cheap = await ask('PUT', `/api/cart/items/${productId}`, {
      token: person.token,
      body: { quantity: 1, priceCents: 1 },
    });
    expect([cheap.status, cheap.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    const basket = new Basket(person);
    const none = await basket.put('AAAAAAAAAAAAAAAA', 1);
    expect([none.status, none.body.code]).toEqual([404, 'NOT_FOUND']);
    for (const quantity of [0, 100, 1.5, -1]) expect((await basket.put(productId, quantity)).status).toBe(400);
  });

  test('follows the price, and shows what is deleted as unavailable', async () => {
    const product = await newProduct(merchant, { priceCents: 100 });
    const shopper = await newPerson();
    const basket = new Basket(shopper);
    await fillCart(shopper, product.productId, 2);
    expect((await changePrice(product, 130)).status).toBe(200);
    const dearer = await eventually(
      () => basket.read(),
      ({ totalCents }) => totalCents === 260,
    );
    expect(dearer.items[0].priceCents).toBe(130);
    await ask('DELETE', `/api/products/${product.productId}`, { token: merchant.token });
    const without = await eventually(
      () => basket.read(),
      ({ items }) => items[0]?.available === false,
    );
    expect([without.items.length, without.items[0].available, without.totalCents]).toEqual([1, false, 0]);
    const again = await basket.put(product.productId, 3);
    expect([again.status, again.body.code]).toEqual([410, 'PRODUCT_UNAVAILABLE']);
  });

  test('is nobody else’s', async () => {
    const { productId } = await newProduct(merchant);
    const shopper = await newPerson();
    const [mine, theirs] = [new Basket(shopper), new Basket(stranger)];
    await fillCart(shopper, productId, 2);
    await fillCart(stranger, productId, 5);
    expect((await mine.read()).items).toMatchObject([{ productId, quantity: 2 }]);
    await theirs.remove(productId);
    expect((await mine.read()).items).toHaveLength(1);
  });

  test('has 20 products at the most', async () => {
    const basket = new Basket(await newPerson());
    const products = await copied(Array.from({ length: 21 }, () => ({})));
    const answers = await bounded(4, products, ({ productId }) => basket.put(productId, 1));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(answers.filter(({ body }) => body.code === 'CART_FULL')).toHaveLength(1);
    expect((await basket.read()).items).toHaveLength(20);
  });

  test('loses no change of eight that come at once', async () => {
    const basket = new Basket(await newPerson());
    const products = await copied(Array.from({ length: 8 }, () => ({})));
    const answers = await Promise.all(
      products.map(({ productId }, i) =>
        eventually(
          () => basket.put(productId, i + 1),
          ({ status }) => status === 200,
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const kept = new Map((await basket.read()).items.map(lineOf));
    expect(products.map(({ productId }) => kept.get(productId))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('that has expired is empty, whether it was deleted yet or not, and can be filled anew', async () => {
    const shopper = await newPerson();
    const basket = new Basket(shopper);
    const [{ productId }] = (await copied([{}])) as [Copied];
    await basket.put(productId, 4);
    await expire(`user#${shopper.userId}`);
    expect(await basket.read()).toEqual({ items: [], totalCents: 0, expiresAt: null });
    expect((await basket.put(productId, 1)).body.items).toMatchObject([{ productId, quantity: 1 }]);
  });
});

describe('the copy of a product', () => {
  test('is its highest version, however often and in whatever order the versions come', async () => {
    const versions = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 });
    const deliveries = versions.chain((all) =>
      fc.tuple(
        fc.constant(Math.max(...all)),
        fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
        fc.integer({ min: 0, max: all.length * 2 }),
      ),
    );
    const basket = new Basket(await newPerson());
    await fc.assert(
      fc.asyncProperty(deliveries, async ([highest, order, cut]) => {
        const [{ productId }] = (await copied([{}], order.slice(0, cut))) as [Copied];
        await copied([{ productId }], order.slice(cut));
        const { items } = (await basket.put(productId, 1)).body;
        expect(items).toMatchObject([{ productId, name: `Version ${highest}`, priceCents: highest }]);
        await basket.remove(productId);
      }),
      { numRuns: 15 },
    );
  });

  test('stays deleted when a version from before comes late', async () => {
    const [{ productId }] = (await copied([{}], [1, 2])) as [Copied];
    await copied([{ productId, deleted: true }], [4]);
    await copied([{ productId }], [3, 2, 1]);
    expect((await new Basket(person).put(productId, 1)).body.code).toBe('PRODUCT_UNAVAILABLE');
  });
});

describe("a guest's cart", () => {
  const merge = (by: Person, guestCartId: string) =>
    ask('POST', '/api/cart/merge', { token: by.token, body: { guestCartId } });

  test('is for anyone who knows its id, and expires in two days', async () => {
    const [tea] = (await copied([{}])) as [Copied];
    const [one, other] = [await Basket.ofGuest(), await Basket.ofGuest()];
    const { body } = await one.put(tea.productId, 2);
    expect(body.items.map(lineOf)).toEqual([[tea.productId, 2]]);
    expect(Date.parse(body.expiresAt) - Date.now()).toBeLessThan(2 * 86_400_000 + 60_000);
    expect((await other.read()).items).toEqual([]);
    expect((await one.remove(tea.productId)).status).toBe(204);
    expect((await one.read()).items).toEqual([]);
    const made = { guestCartId: '00000000-0000-4000-8000-000000000000' };
    for (const basket of [new Basket(made)])
      expect([(await basket.get()).status, (await basket.put(tea.productId, 1)).status]).toEqual([404, 404]);
  });

  test('is merged once, also by twins and retries: quantities add up to 99', async () => {
    const [tea, cup, pot] = (await copied([{}, {}, {}])) as [Copied, Copied, Copied];
    const shopper = await newPerson();
    const [basket, guest] = [new Basket(shopper), await Basket.ofGuest()];
    await basket.put(tea.productId, 90);
    await basket.put(cup.productId, 1);
    await guest.put(tea.productId, 30);
    await guest.put(cup.productId, 2);
    await guest.put(pot.productId, 5);
    const twins = await Promise.all(Array.from({ length: 6 }, () => merge(shopper, guest.guestCartId)));
    expect(twins.map(({ status }) => status)).toEqual(twins.map(() => 200));
    const expected = [
      [tea.productId, 99],
      [cup.productId, 3],
      [pot.productId, 5],
    ];
    const dropped = [{ productId: tea.productId, name: expect.any(String), quantity: 21 }];
    for (const { body } of twins) expect([body.items.map(lineOf), body.dropped]).toEqual([expected, dropped]);
    await basket.put(pot.productId, 1);
    expect((await merge(shopper, guest.guestCartId)).body.items.map(lineOf)).toEqual([
      ...expected.slice(0, 2),
      [pot.productId, 1],
    ]);
    expect((await guest.get()).status).toBe(404);
    expect((await guest.put(tea.productId, 1)).status).toBe(404);
    const thief = await merge(stranger, guest.guestCartId);
    expect([thief.status, thief.body.code]).toEqual([404, 'NOT_FOUND']);
  });

  test('of two who merge it at once, one has it', async () => {
    const [tea] = (await copied([{}])) as [Copied];
    const shoppers = [await newPerson(), await newPerson()];
    const guest = await Basket.ofGuest();
    await guest.put(tea.productId, 2);
    const answers = await Promise.all(shoppers.map((shopper) => merge(shopper, guest.guestCartId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    const carts = await Promise.all(shoppers.map((shopper) => new Basket(shopper).read()));
    expect(carts.flatMap(({ items }) => items.map(lineOf))).toEqual([[tea.productId, 2]]);
  });

  test('that has expired is not there', async () => {
    const guest = await Basket.ofGuest();
    await expire(`guest#${guest.guestCartId}`);
    expect([(await guest.get()).status, (await merge(person, guest.guestCartId)).status]).toEqual([404, 404]);
  });

  test('a key that somebody else used opens another cart', async () => {
    const headers = { 'idempotency-key': unique() };
    const open = () => ask('POST', '/api/cart/guest', { headers });
    const [one, other] = [await open(), await open()];
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(one.body.guestCartId).not.toBe(other.body.guestCartId);
  });
});
