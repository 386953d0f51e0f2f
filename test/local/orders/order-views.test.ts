// Lists of orders, made from events by a projector that may run twice, late or never.
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { bindings } from '../../../lambdas/orders/contract.ts';
import { listOf } from '../../../lambdas/orders/views/view.ts';
import { readView, show } from '../../../lambdas/orders/views/view-store.ts';
import { newProduct } from '../catalog/products.ts';
import { bound, invoke } from '../kit/aws.ts';
import { ask, eventually, newPerson, type Person, root, unique } from '../kit/client.ts';
import { npmRun } from '../kit/operator.ts';
import { buy, fillCart, newShop, placeOrder, type Shop, settled } from './shopping.ts';

let buyer: Person;
let shop: Shop;
beforeAll(async () => {
  [buyer, shop] = await Promise.all([newPerson(), newShop(1000)]);
});

const page = async (query: string, { token }: Person) =>
  (await ask('GET', `/api/orders?${query}`, { token, direct: true })).body;
const record = (orderId: string, type: string) => ({
  eventName: 'INSERT',
  dynamodb: { Keys: marshall({ orderId, seq: 1 }), NewImage: marshall({ events: [{ type }] }) },
});

describe('the lists', () => {
  test('show own orders newest first by pages, found by status and by name', async () => {
    const [owner, other] = await Promise.all([newPerson(), newPerson()]);
    const placed: string[] = [];
    for (let i = 0; i < 3; i += 1) placed.unshift(await buy(owner, shop, i === 1 ? 'pm_declined' : 'pm_ok'));
    const listed = await eventually(
      () => page('limit=100', owner),
      ({ items }) => items.length === 3 && items.every(({ status }: { status: string }) => status !== 'PENDING'),
    );
    expect(listed.items.map(({ orderId }: { orderId: string }) => orderId)).toEqual(placed);
    const first = await page('limit=2', owner);
    const second = await page(`limit=2&cursor=${first.cursor}`, owner);
    expect([...first.items, ...second.items]).toEqual(listed.items);
    expect(second.cursor).toBeUndefined();
    const cancelled = await eventually(
      () => page('status=CANCELLED', owner),
      ({ items }) => items.length === 1,
    );
    expect(cancelled.items).toMatchObject([{ orderId: placed[1], reason: 'PAYMENT_DECLINED' }]);
    await eventually(
      () => page('query=THING', owner),
      ({ items }) => items.length === 3,
    );
    const named = await page('query=THING&limit=2', owner);
    const others = await page(`query=THING&limit=2&cursor=${named.cursor}`, owner);
    expect([...named.items, ...others.items]).toEqual(listed.items);
    expect(others.cursor).toBeUndefined();
    expect((await page('query=THING', other)).items).toEqual([]);
    expect((await page('query=nothing-like-it', owner)).items).toEqual([]);
    expect((await page(`limit=2&cursor=${first.cursor}`, other)).code).toBe('INVALID_CURSOR');
  });

  test('show a merchant the orders with products of theirs, and of those orders only their lines', async () => {
    const [mine, theirs] = [await newShop(5), await newShop(5)];
    await fillCart(buyer, theirs.productId, 3);
    const orderId = await buy(buyer, mine, 'pm_ok', 2);
    const list = async () => (await ask('GET', '/api/merchant/orders', { token: mine.merchant.token })).body.items;
    const shown = await eventually(list, (items) => items[0]?.status === 'CONFIRMED');
    expect(shown).toMatchObject([
      { orderId, lines: [{ productId: mine.productId, quantity: 2 }], totalCents: 2 * mine.priceCents },
    ]);
  });
});

test('a merchant finds orders by the names of their own lines only, and nobody finds those of others', async () => {
  const merchants = await Promise.all([newPerson('merchant'), newPerson('merchant')]);
  const marks = merchants.map(() => `w${unique()}`);
  const owner = await newPerson();
  for (const [i, merchant] of merchants.entries()) {
    const { productId } = await newProduct(merchant, { name: `Unicorn ${marks[i]}` });
    await fillCart(owner, productId);
  }
  const { orderId } = (await placeOrder(owner)).body;
  const idsOf = async (path: string, query: string, { token }: Person): Promise<string[]> => {
    const { status, body } = await ask('GET', `${path}?query=${encodeURIComponent(query)}`, { token, direct: true });
    return status === 200 ? body.items.map((item: { orderId: string }) => item.orderId) : [`status ${status}`];
  };
  const [mine = '', theirs = ''] = marks;
  for (const [path, query, person] of [
    ['/api/orders', `unicorn ${theirs}`, owner],
    ['/api/merchant/orders', `uni ${mine}`, merchants[0]],
    ['/api/merchant/orders', theirs, merchants[1]],
  ] as const)
    expect(
      await eventually(
        () => idsOf(path, query, person),
        ([found]) => found === orderId,
      ),
    ).toEqual([orderId]);
  expect(await idsOf('/api/merchant/orders', theirs, merchants[0])).toEqual([]);
  expect(await idsOf('/api/orders', mine, merchants[0])).toEqual([]);
  expect(await idsOf('/api/orders', mine, await newPerson())).toEqual([]);
});

describe('a list', () => {
  test('stays as it is when changes are redelivered, late and out of order', async () => {
    const owner = await newPerson();
    const orderId = await buy(owner, shop);
    const { placedAt } = await settled(owner, orderId);
    const shown = await eventually(
      () => page('', owner),
      ({ items }) => items[0]?.status === 'CONFIRMED',
    );
    process.env[bindings.viewsTable] = await bound('orders/project-views', bindings.viewsTable);
    const row = await readView({ pk: listOf.owner(owner.userId), sk: `${placedAt}#${orderId}` });
    if (!row) throw new Error('there is no row');
    // A projector that read early and writes late.
    expect(await show({ ...row, seq: row.seq - 1, status: 'PENDING' })).toBe(false);
    await invoke('orders/project-views', {
      Records: [record(orderId, 'OrderConfirmed'), record(orderId, 'OrderPlaced'), record(orderId, 'OrderConfirmed')],
    });
    expect(await page('', owner)).toEqual(shown);
  });

  test('that lost a row gets it back, and a replay says so', async () => {
    const owner = await newPerson();
    const orderId = await buy(owner, shop);
    const { placedAt } = await settled(owner, orderId);
    await eventually(
      () => page('', owner),
      ({ items }) => items[0]?.status === 'CONFIRMED',
    );
    const TableName = await bound('orders/project-views', bindings.viewsTable);
    const Key = marshall({ pk: `owner#${owner.userId}`, sk: `${placedAt}#${orderId}` });
    await new DynamoDBClient(root).send(new DeleteItemCommand({ TableName, Key }));
    const found = await npmRun('rebuild', 'orders');
    expect(found).toMatchObject({
      code: 1,
      output: expect.stringContaining(`${orderId}: owner#${owner.userId} does not`),
    });
    expect((await npmRun('rebuild', 'orders', '--write')).code).toBe(0);
    expect((await page('', owner)).items).toMatchObject([{ orderId, status: 'CONFIRMED' }]);
  }, 90_000);
});
