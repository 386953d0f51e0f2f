// A merchant's own products over HTTP.
import { expect, test } from '@jest/globals';
import { eventually, newPerson, unique } from '../kit/client.ts';
import { listedProducts, newProduct } from './products.ts';

test('the list of a merchant has the merchant’s own, newest first, whatever else is asked for with it', async () => {
  const [mine, other] = [await newPerson('merchant'), await newPerson('merchant')];
  const mark = unique();
  const category = `stall-${mark}`;
  const made: string[] = [];
  for (const name of [`Tea ${mark}`, `Tea too ${mark}`, `Jam ${mark}`, `Jam too ${mark}`])
    made.unshift((await newProduct(mine, { category, name })).productId);
  await newProduct(other, { category });
  const ids = async (query: string) =>
    (await listedProducts(`merchantId=${mine.userId}${query}`)).map(({ productId }) => productId);
  await eventually(
    () => ids('&limit=100'),
    ({ length }) => length === 4,
  );
  for (const limit of [1, 3, 4]) expect(await ids(`&limit=${limit}`)).toEqual(made);
  const both = `&category=${category}`;
  expect(
    await eventually(
      () => ids(both),
      ({ length }) => length === 4,
    ),
  ).toEqual(made);
  for (const limit of [1, 3]) expect(await ids(`${both}&limit=${limit}`)).toEqual(made);
  expect(await ids(`${both}&query=tea%20${mark}`)).toEqual(made.slice(2));
  expect(await ids('&category=elsewhere')).toEqual([]);
});
