// The samples are products that the catalog accepts, each with a unique picture.
import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { CreateProduct } from '../../lambdas/catalog/contract.ts';
import { pictureOf } from './pictures.ts';
import { samples } from './shelves.ts';

test('are two hundred different products on ten shelves, as the catalog takes them', () => {
  expect(new Set(samples.map(({ name }) => name)).size).toBe(200);
  expect(new Set(samples.map(({ category }) => category)).size).toBe(10);
  const wishes = samples.map((sample) => ({ ...sample, imageUrl: `/${pictureOf(sample).key}` }));
  expect(wishes.filter((wish) => !z.safeParse(CreateProduct, wish).success)).toEqual([]);
});

test('have pictures that are drawn the same every time, are small, and run nothing', () => {
  const pictures = samples.map(pictureOf);
  expect(new Set(pictures.map(({ key }) => key)).size).toBe(200);
  expect(samples.map(pictureOf)).toEqual(pictures);
  for (const { svg } of pictures) {
    expect(svg.length).toBeLessThan(1_200);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 200 200"[^>]*>.*<\/svg>$/);
    expect(svg).not.toMatch(/script|style|href|\bon\w+=|foreignObject/i);
  }
});
