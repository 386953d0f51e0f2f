// Search is away, or has lost an index: lists by key work, and a search is refused or right, never empty.
// @runs alone search: the search of everybody's products and orders fails for a while
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { bindings } from '../../../lambdas/search/contract.ts';
import { noticed } from '../../search/deployed.ts';
import { newProduct } from '../catalog/products.ts';
import { bound, configure } from '../kit/aws.ts';
import { ask, eventually, newPerson, root, unique } from '../kit/client.ts';
import { npmRun } from '../kit/operator.ts';

const search = (query: string) => ask('GET', `/api/products?query=${query}`, { direct: true });

test('while search is away, a search is refused with 503 and lists without one work', async () => {
  const { token } = await newPerson();
  const restore = await configure('search/find-entries', { [bindings.indexTable]: 'no-such-table' });
  try {
    const answers = [await search(unique()), await ask('GET', '/api/orders?status=PENDING', { token, direct: true })];
    expect(answers.map(({ status, body, headers }) => [status, body.code, headers['retry-after']])).toEqual([
      [503, 'SEARCH_UNAVAILABLE', '5'],
      [503, 'SEARCH_UNAVAILABLE', '5'],
    ]);
    expect((await ask('GET', '/api/products?limit=1', { direct: true })).body.items).toHaveLength(1);
    expect((await ask('GET', '/api/orders', { token, direct: true })).body.items).toEqual([]);
  } finally {
    await restore();
  }
});

test('a collection whose index was lost is filled by the first search, and never seems to be empty', async () => {
  const mark = `w${unique()}`;
  const { productId } = await newProduct(await newPerson('merchant'), { name: `Tea ${mark}` });
  const isFound = ({ status, body }: Awaited<ReturnType<typeof search>>) => status === 200 && body.items.length === 1;
  expect((await eventually(() => search(mark), isFound)).body.items).toMatchObject([{ productId }]);
  const TableName = await bound('search/find-entries', bindings.indexTable);
  await new DynamoDBClient(root).send(new DeleteItemCommand({ TableName, Key: { key: { S: 'products/current' } } }));
  await noticed();
  // Another query each time, which no instance has kept.
  const first = await search(`tea%20${mark}`);
  expect([200, 503]).toContain(first.status);
  if (first.status === 200) expect(first.body.items).toMatchObject([{ productId }]);
  expect((await eventually(() => search(`te%20${mark}`), isFound)).body.items).toMatchObject([{ productId }]);
  const rebuilt = await npmRun('search', 'rebuild', 'catalog');
  expect(rebuilt).toMatchObject({ code: 0, output: expect.stringContaining('entries of catalog') });
  await noticed();
  expect((await search(`t%20${mark}`)).body.items).toMatchObject([{ productId }]);
}, 90_000);
