// Creates products as a merchant does, for tests of later steps.
import { type Answer, ask, type Person, unique } from '../kit/client.ts';

export const productWish = (change: Record<string, unknown> = {}) => ({
  name: `Thing ${unique()}`,
  description: 'For a test.',
  category: 'tests',
  priceCents: 250,
  ...change,
});

export async function newProduct(merchant: Person, change: Record<string, unknown> = {}): Promise<Answer['body']> {
  const { status, body } = await ask('POST', '/api/products', { token: merchant.token, body: productWish(change) });
  if (status !== 201) throw new Error(`the product was refused with ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Reads a whole list, page by page. */
export async function listedProducts(query: string): Promise<Answer['body'][]> {
  const items: Answer['body'][] = [];
  for (let cursor = ''; ; ) {
    const { status, body } = await ask('GET', `/api/products?${query}${cursor && `&cursor=${cursor}`}`);
    if (status !== 200) throw new Error(`the list was refused with ${status}: ${JSON.stringify(body)}`);
    items.push(...body.items);
    if (!body.cursor) return items;
    cursor = body.cursor;
  }
}
