// The audience's own copy of public media, fed by MediaChanged. Responses contain only media in this copy.
//
// pattern                      | key condition                                 | cost
// keep a change                | put mediaId, if it has no later version yet   | 1 WCU
// which of these are shown     | batch get of mediaIds                         | 0.5 RCU each
//
// Ids are random: they spread evenly.
import { readItems } from '../shared/tables/batch-get.ts';
import { keepNewest } from '../shared/tables/conditional-write.ts';
import { itemOf } from '../shared/tables/item.ts';
import type { MediaAudience } from './contract.ts';
import { tables } from './resources.ts';

export type ShownMedia = Omit<MediaAudience, 'views'>;
/** Hidden media keep their version, so an earlier event cannot bring them back. */
export type MediaCopy = { readonly version: number } & (
  | ({ readonly shown: true } & ShownMedia)
  | { readonly shown: false; readonly mediaId: string }
);

/** False when this version or a later one is already stored: events arrive repeatedly and in any order. */
export const keepMedia = (copy: MediaCopy): Promise<boolean> => keepNewest(tables.shown, copy);

/** Those of the given media that everyone can see, by their ids. */
export async function findShown(mediaIds: Iterable<string>): Promise<ReadonlyMap<string, ShownMedia>> {
  const of = [...new Set(mediaIds)].map((mediaId) => itemOf(tables.shown, { mediaId }));
  const found = await readItems<MediaCopy>(of, { ConsistentRead: false });
  return new Map(
    found.flatMap((copy) => {
      if (!copy.shown) return [];
      const { version: _version, shown: _shown, ...media } = copy;
      return [[media.mediaId, media] as const];
    }),
  );
}
