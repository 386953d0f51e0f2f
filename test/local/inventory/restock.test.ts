// Restocking over HTTP: once a key, by the owner only, and only of existing products.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { platformBindings } from '../../../lambdas/shared/base/contract.ts';
import { productChanged, restock, stockedProduct, stockOf } from '../../stock/deployed.ts';
import { newProduct } from '../catalog/products.ts';
import { bound } from '../kit/aws.ts';
import { ask, eventually, newPerson, root, unique } from '../kit/client.ts';

const merchant = await newPerson('merchant');
const stocked = (quantity: number) => stockedProduct(merchant, quantity);

/** Leaves the effect alone, as a crash before the stored answer does. */
async function forgetAnswers(): Promise<void> {
  const TableName = await bound('inventory/http', platformBindings.guardTable);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(root));
  for await (const { Items = [] } of paginateScan({ client }, { TableName }))
    for (const { id } of Items) await client.send(new DeleteCommand({ TableName, Key: { id } }));
}

test('restocking twice with one key adds once, also when the first answer was lost', async () => {
  const { productId } = await newProduct(merchant);
  const key = unique();
  await restock(merchant, productId, 10, key);
  await restock(merchant, productId, 10, key);
  expect(await stockOf(productId)).toEqual({ available: 10, reserved: 0, sold: 0 });
  await forgetAnswers();
  expect((await restock(merchant, productId, 10, key)).body).toEqual({ available: 10, reserved: 0, sold: 0 });
  expect((await restock(merchant, productId, 10)).body).toEqual({ available: 20, reserved: 0, sold: 0 });
});

test('restocking is for the merchant whose product it is', async () => {
  const [rival, customer] = [await newPerson('merchant'), await newPerson()];
  const productId = await stocked(1);
  const refusals = [];
  for (const person of [rival, customer]) {
    const { status, body } = await restock(person, productId, 5);
    refusals.push([status, body.code]);
  }
  const nobody = await ask('POST', `/api/products/${productId}/stock`, { body: { quantity: 5 }, direct: true });
  expect([...refusals, nobody.status]).toEqual([[404, 'NOT_FOUND'], [403, 'FORBIDDEN'], 401]);
  expect(await stockOf(productId)).toEqual({ available: 1, reserved: 0, sold: 0 });
});

test('restocking goes by the newest that the catalog said, in whatever order it came', async () => {
  const productId = unique().padEnd(16, '0');
  for (const [merchantId, version] of [
    ['somebody', 1],
    [merchant.userId, 3],
    [merchant.userId, 3],
    ['somebody', 2],
  ] as const)
    expect(await productChanged({ productId, merchantId, version })).toEqual({ batchItemFailures: [] });
  expect((await restock(merchant, productId, 2)).body).toEqual({ available: 2, reserved: 0, sold: 0 });
});

test('restocking of a product no longer sold is refused, of one that never was too; the stock is everybody’s to read', async () => {
  const productId = await stocked(1);
  expect((await ask('DELETE', `/api/products/${productId}`, { token: merchant.token })).status).toBe(204);
  const codes = new Set<string>();
  for (let tries = 0; tries < 50 && !codes.has('PRODUCT_GONE'); tries += 1)
    codes.add((await restock(merchant, productId, 1)).body.code);
  expect([...codes].at(-1)).toBe('PRODUCT_GONE');
  const unknown = '0'.repeat(16);
  expect((await restock(merchant, unknown, 1)).body.code).toBe('NOT_FOUND');
  const startedMs = performance.now();
  expect((await ask('GET', `/api/products/${unknown}/stock`)).body.code).toBe('NOT_FOUND');
  // No function is held by a read of what is not there.
  expect(performance.now() - startedMs).toBeLessThan(2500);
  const { productId: empty } = await newProduct(merchant);
  const answer = await eventually(
    () => ask('GET', `/api/products/${empty}/stock`),
    ({ status }) => status === 200,
  );
  expect([answer.body, answer.headers['cache-control']]).toEqual([{ available: 0, reserved: 0, sold: 0 }, 'no-store']);
});

test('restocking many at once adds to each once, whatever was added by an earlier try; not to another’s', async () => {
  const products = await Promise.all([newProduct(merchant), newProduct(merchant), newProduct(merchant)]);
  const items = products.map(({ productId }, i) => ({ productId, quantity: i + 1 }));
  const headers = { 'idempotency-key': unique() };
  const send = (body: object, by = merchant) => ask('POST', '/api/stock', { token: by.token, body, headers });
  const twins = await Promise.all([send({ items }), send({ items })]);
  expect(twins.filter(({ status }) => status !== 204 && status !== 409)).toEqual([]);
  await forgetAnswers();
  expect((await send({ items })).status).toBe(204);
  const totals = await Promise.all(products.map(({ productId }) => stockOf(productId)));
  expect(totals.map(({ available }) => available)).toEqual([1, 2, 3]);
  const rival = await newPerson('merchant');
  expect((await send({ items }, rival)).body.code).toBe('NOT_FOUND');
  headers['idempotency-key'] = unique();
  expect((await send({ items: [items[0], items[0]] })).status).toBe(204);
  expect(await stockOf(items[0]?.productId ?? '')).toMatchObject({ available: 3 });
});
