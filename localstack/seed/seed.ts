// Demo users, links, products and documents to search, made through the public API like anybody's; doing it again changes nothing.
import type { Outputs } from '../outputs.ts';
import { seedDocuments } from './documents.ts';
import { seedLinks } from './links.ts';
import { seedProducts } from './products.ts';
import { seedUsers, signIn } from './users.ts';

/** Answers what it made; `local` target only. */
export async function seed(outputs: Outputs): Promise<string> {
  const users = await seedUsers(outputs);
  const [customer, merchant, admin] = await Promise.all([
    signIn(outputs, 'customer'),
    signIn(outputs, 'merchant'),
    signIn(outputs, 'admin'),
  ]);
  const [links, products, documents] = await Promise.all([
    seedLinks(outputs, customer),
    seedProducts(outputs, merchant),
    seedDocuments(outputs, admin),
  ]);
  return `${users} users, ${links} new links, ${products} new products, ${documents} new documents`;
}
