// Demo users, links, products, searchable documents and media, created through the public API like any client's.
// Running it again changes nothing.
import type { Outputs } from '../outputs.ts';
import { ask } from './api.ts';
import { seedDocuments } from './documents.ts';
import { seedLinks } from './links.ts';
import { seedMedia } from './media.ts';
import { seedProducts } from './products.ts';
import { seedUsers, signIn } from './users.ts';

export interface Seeded {
  /** A summary of the created data. */
  readonly made: string;
  /** True if nothing is left for the next start. */
  readonly whole: boolean;
}

/** A video is transcoded beside the rest of the seed; at the end we wait only this long for it. */
const WAIT_FOR_MEDIA_MS = 3000;

/** The first search of a list fills its index, for which a small machine takes seconds: nobody shall wait for it later. */
async function fillSearch({ apiDirectUrl }: Outputs, token: string): Promise<void> {
  const lists = ['products', 'orders'];
  await Promise.all(lists.map((list) => ask('GET', `${apiDirectUrl}/${list}?query=tea`, undefined, { token })));
}

/** For the `local` target only. */
export async function seed(outputs: Outputs, withMedia = false): Promise<Seeded> {
  const users = await seedUsers(outputs);
  const [customer, merchant, admin] = await Promise.all([
    signIn(outputs, 'customer'),
    signIn(outputs, 'merchant'),
    signIn(outputs, 'admin'),
  ]);
  const [links, products, documents, media] = await Promise.all([
    seedLinks(outputs, customer),
    seedProducts(outputs, merchant),
    seedDocuments(outputs, admin),
    withMedia ? seedMedia(outputs, customer).catch((error: Error) => error) : undefined,
  ]);
  await fillSearch(outputs, customer);
  const made = `${users} users, ${links} new links, ${products} new products, ${documents} new documents`;
  if (!media) return { made, whole: true };
  // Another ffmpeg may lack an encoder: everything else still works, and the next start tries again.
  if (media instanceof Error) return { made: `${made}, no media: ${media.message}`, whole: false };
  const percent = await media.show(WAIT_FOR_MEDIA_MS);
  const later =
    percent === 100 ? '' : ` (the video is transcoded to ${percent}%, and public within a minute of its end)`;
  return { made: `${made}, ${media.uploaded} new media${later}`, whole: true };
}
