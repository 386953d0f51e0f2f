// Products over HTTP: creating, changing and deleting one's own, reading all, and no lost update.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { platformBindings } from '../../../lambdas/shared/base/contract.ts';
import { bound } from '../kit/aws.ts';
import { ask, eventually, newPerson, root, unique } from '../kit/client.ts';
import { listedProducts, newProduct, productWish } from './products.ts';

const merchant = await newPerson('merchant');
const rival = await newPerson('merchant');
const customer = await newPerson();
const { token } = merchant;
/** A name for a category that no other test fills. */
const freshCategory = () => `t-${unique()}`.slice(0, 14);
const get = (productId: string) => ask('GET', `/api/products/${productId}`);
const put = (productId: string, body: object, by = merchant, headers: Record<string, string> = {}) =>
  ask('PUT', `/api/products/${productId}`, { token: by.token, body, headers });
const gone = (productId: string) =>
  eventually(
    () => get(productId),
    ({ status }) => status === 410,
  );

describe('making a product', () => {
  test('answers it whole, at version 1, and everybody can read it', async () => {
    const wish = productWish({ imageUrl: '/assets/products/thing.svg' });
    const { status, body } = await ask('POST', '/api/products', { token, body: wish });
    expect([status, body]).toEqual([
      201,
      {
        ...wish,
        productId: expect.stringMatching(/^[0-9A-Za-z]{16}$/),
        merchantId: merchant.userId,
        version: 1,
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
        updatedAt: body.createdAt,
      },
    ]);
    const read = await get(body.productId);
    expect([read.status, read.body]).toEqual([200, body]);
    expect(read.headers['cache-control']).toBe('public, max-age=10');
    const etag = { 'if-none-match': String(read.headers.etag) };
    expect((await ask('GET', `/api/products/${body.productId}`, { headers: etag })).status).toBe(304);
  });

  test('is for merchants', async () => {
    const asCustomer = await ask('POST', '/api/products', { token: customer.token, body: productWish() });
    expect([asCustomer.status, asCustomer.body.code]).toEqual([403, 'FORBIDDEN']);
    expect((await ask('POST', '/api/products', { body: productWish() })).status).toBe(401);
  });

  test('a retry after a crash finds the product that was made, and makes no second one', async () => {
    const [category, headers] = [freshCategory(), { 'idempotency-key': unique() }];
    const send = () => ask('POST', '/api/products', { token, body: productWish({ name: 'Once', category }), headers });
    const first = await send();
    const TableName = await bound('catalog/http', platformBindings.guardTable);
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(root));
    for await (const { Items = [] } of paginateScan({ client }, { TableName }))
      for (const { id } of Items)
        if (String(id).startsWith('answer')) await client.send(new DeleteCommand({ TableName, Key: { id } }));
    const second = await send();
    expect(second.headers['idempotency-replayed']).toBeUndefined();
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(await listedProducts(`category=${category}`)).toHaveLength(1);
  });

  test('an import makes them all, once, also when twins bring it', async () => {
    const category = freshCategory();
    const body = { products: Array.from({ length: 30 }, (_, i) => productWish({ name: `Import ${i}`, category })) };
    const headers = { 'idempotency-key': unique() };
    const send = () => ask('POST', '/api/products/import', { token, body, headers });
    const twins = await Promise.all([send(), send(), send()]);
    expect(twins.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    const again = await eventually(send, ({ status }) => status === 201);
    expect(again.body.items.map(({ name }: { name: string }) => name)).toEqual(body.products.map(({ name }) => name));
    const listed = await eventually(
      () => listedProducts(`category=${category}&limit=7`),
      ({ length }) => length >= 30,
    );
    expect(listed.map(({ productId }) => productId).sort()).toEqual(
      again.body.items.map(({ productId }: { productId: string }) => productId).sort(),
    );
  });
});

describe('changing a product', () => {
  test('replaces it, raises its version, and its next reader in that instance sees it', async () => {
    const { productId, createdAt } = await newProduct(merchant, { imageUrl: '/assets/a.svg' });
    const wish = productWish({ priceCents: 300 });
    const { status, body } = await put(productId, { ...wish, version: 1 });
    expect([status, body]).toEqual([
      200,
      {
        ...wish,
        productId,
        merchantId: merchant.userId,
        version: 2,
        imageUrl: null,
        createdAt,
        updatedAt: body.updatedAt,
      },
    ]);
    const read = await eventually(
      () => get(productId),
      (answer) => answer.body.version === 2,
    );
    expect(read.body).toEqual(body);
  });

  test('of eight who change the same version, one succeeds, and the others get a conflict, every time', async () => {
    const { productId } = await newProduct(merchant);
    // The first round starts the instances; in the others all eight are between read and write at once.
    for (const version of [1, 2, 3, 4, 5]) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) => put(productId, { ...productWish({ priceCents: i + 1 }), version })),
      );
      const [won = [], lost = []] = [200, 409].map((status) => answers.filter((answer) => answer.status === status));
      expect([version, won.length, lost.length]).toEqual([version, 1, 7]);
      expect(new Set(lost.map(({ body }) => body.code))).toEqual(new Set(['VERSION_CONFLICT']));
      const read = await eventually(
        () => get(productId),
        (answer) => answer.body.version === version + 1,
      );
      expect(read.body.priceCents).toBe(won[0]?.body.priceCents);
    }
  });

  test('sent again under its key, it is one change, and its answer the same', async () => {
    const { productId } = await newProduct(merchant);
    const [wish, headers] = [{ ...productWish(), version: 1 }, { 'idempotency-key': unique() }];
    const [first, second] = [
      await put(productId, wish, merchant, headers),
      await put(productId, wish, merchant, headers),
    ];
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect((await put(productId, wish)).body.code).toBe('VERSION_CONFLICT');
  });

  test('is nobody else’s to do', async () => {
    const { productId } = await newProduct(merchant);
    const wish = { ...productWish(), version: 1 };
    const answers = [
      await put(productId, wish, rival),
      await put(productId, wish, customer),
      await ask('DELETE', `/api/products/${productId}`, { token: rival.token }),
      await ask('DELETE', `/api/products/${productId}`, { token: customer.token }),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [403, 'FORBIDDEN']));
    const none = await put('AAAAAAAAAAAAAAAA', wish);
    expect([none.status, none.body.code]).toEqual([404, 'NOT_FOUND']);
    expect((await get(productId)).body.version).toBe(1);
  });
});

describe('deleting a product', () => {
  test('takes it out of the lists within moments, for good', async () => {
    const category = freshCategory();
    const [kept, deleted] = [await newProduct(merchant, { category }), await newProduct(merchant, { category })];
    expect(
      await eventually(
        () => listedProducts(`category=${category}`),
        ({ length }) => length === 2,
      ),
    ).toHaveLength(2);
    const remove = () => ask('DELETE', `/api/products/${deleted.productId}`, { token });
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
    const { status, body } = await gone(deleted.productId);
    expect([status, body.code]).toEqual([410, 'PRODUCT_GONE']);
    const left = await eventually(
      () => listedProducts(`category=${category}`),
      ({ length }) => length === 1,
    );
    expect(left.map(({ productId }) => productId)).toEqual([kept.productId]);
    const changed = await put(deleted.productId, { ...productWish(), version: 2 });
    expect([changed.status, changed.body.code]).toEqual([410, 'PRODUCT_GONE']);
  });

  test('a product that never existed is not found', async () => {
    const answers = [await get('AAAAAAAAAAAAAAAA'), await ask('DELETE', '/api/products/AAAAAAAAAAAAAAAA', { token })];
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect((await get('short')).body.code).toBe('VALIDATION_FAILED');
  });
});

describe('lists', () => {
  test('have a category newest first, page by page, without gap or duplicate', async () => {
    const category = freshCategory();
    const made: string[] = [];
    for (let i = 0; i < 9; i += 1) made.unshift((await newProduct(merchant, { category })).productId);
    const ids = async (query: string) => (await listedProducts(query)).map(({ productId }) => productId);
    await eventually(
      () => ids(`category=${category}`),
      ({ length }) => length === 9,
    );
    for (const limit of [2, 4, 9]) expect(await ids(`category=${category}&limit=${limit}`)).toEqual(made);
    const newest = await eventually(
      () => ids('limit=100'),
      (all) => made.every((productId) => all.includes(productId)),
    );
    expect(newest.filter((productId) => made.includes(productId))).toEqual(made);
    expect(new Set(newest).size).toBe(newest.length);
  });

  test('a cursor serves its own list only', async () => {
    const category = freshCategory();
    await newProduct(merchant, { category });
    await newProduct(merchant, { category });
    const { body } = await eventually(
      () => ask('GET', `/api/products?category=${category}&limit=1`),
      (answer) => answer.body.cursor !== undefined,
    );
    const other = await ask('GET', `/api/products?limit=1&cursor=${body.cursor}`);
    expect([other.status, other.body.code]).toEqual([400, 'INVALID_CURSOR']);
  });

  test('are of listed fields only, and may be kept for ten seconds', async () => {
    const category = freshCategory();
    const { description: _, updatedAt: __, ...summary } = await newProduct(merchant, { category });
    const answer = await eventually(
      () => ask('GET', `/api/products?category=${category}`),
      ({ body }) => body.items.length > 0,
    );
    expect(answer.body).toEqual({ items: [summary] });
    expect(answer.headers['cache-control']).toBe('public, max-age=10');
  });
});
