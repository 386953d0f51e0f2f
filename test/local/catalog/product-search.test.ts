// The search of products over HTTP: by names, categories and merchants, with what the products are now.
import { beforeAll, expect, test } from '@jest/globals';
import { ask, eventually, newPerson, type Person, unique } from '../kit/client.ts';
import { listedProducts, newProduct, productWish } from './products.ts';

let merchant: Person;
beforeAll(async () => {
  merchant = await newPerson('merchant');
});
const freshCategory = () => `search-${unique()}`;

test('a search finds the names whose words begin so', async () => {
  const [category, mark] = [freshCategory(), unique()];
  await newProduct(merchant, { category, name: `Crème ${mark} brûlée` });
  await newProduct(merchant, { category, name: `Tea ${mark}` });
  const names = async (query: string) => (await listedProducts(query)).map(({ name }: { name: string }) => name);
  const found = await eventually(
    () => names(`category=${category}&query=creme%20${mark}`),
    ({ length }) => length > 0,
  );
  expect(found).toEqual([`Crème ${mark} brûlée`]);
  const both = await eventually(
    () => names(`query=${mark}`),
    ({ length }) => length === 2,
  );
  expect(both).toEqual([`Tea ${mark}`, `Crème ${mark} brûlée`]);
  expect(await names(`category=${category}&query=%C3%A8me`)).toEqual([]);
});

test('a search shows what a product is now, and no longer finds what it was', async () => {
  const [category, mark] = [freshCategory(), unique()];
  const other = await newPerson('merchant');
  const { productId } = await newProduct(merchant, { category, name: `Tea ${mark}` });
  const theirs = await newProduct(other, { category, name: `Tea ${mark}` });
  const found = (query: string) =>
    eventually(
      () => listedProducts(query),
      ({ length }) => length > 0,
    );
  await found(`merchantId=${other.userId}&query=${mark}`);
  const [shown] = await found(`merchantId=${merchant.userId}&query=${mark}`);
  expect(shown).toMatchObject({ productId, priceCents: 250 });
  const change = (body: object) => ask('PUT', `/api/products/${productId}`, { token: merchant.token, body });
  await change(productWish({ category, name: `Tea ${mark}`, priceCents: 300, version: 1 }));
  // Another limit is another page, which no instance has kept.
  const page = `category=${category}&query=tea&limit=`;
  expect(await listedProducts(`${page}99`)).toMatchObject(
    [theirs.productId, productId].map((id) => ({ productId: id })),
  );
  expect((await listedProducts(`${page}98`))[1]).toMatchObject({ priceCents: 300, version: 2 });
  await change(productWish({ category, name: `Jam ${mark}`, priceCents: 300, version: 2 }));
  expect(await listedProducts(`${page}97`)).toMatchObject([{ productId: theirs.productId }]);
  expect(await found(`category=${category}&query=jam`)).toMatchObject([{ productId, name: `Jam ${mark}` }]);
  await ask('DELETE', `/api/products/${productId}`, { token: merchant.token });
  expect(await listedProducts(`category=${category}&query=jam&limit=96`)).toEqual([]);
});
