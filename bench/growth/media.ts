// Pictures of one owner, every second of them public.
import type { StoredMedia, StoredRendition } from '../../lambdas/media/media.ts';
import { bindings } from '../../lambdas/media/resources.ts';
import { isoTime } from '../../lambdas/shared/base/clock.ts';
import { shardOf } from '../../lambdas/shared/base/shard-of.ts';
import { shardCount, shardKey } from '../../lambdas/shared/tables/shards.ts';
import { bornMs, idOf, type Loader, owner } from './loader.ts';

export const mediaIdOf = (i: number): string => idOf('media', i);

const SIZES = { small: 320, medium: 800, large: 1600 } as const;
const renditions = Object.entries(SIZES).flatMap(([size, width]) =>
  (['webp', 'jpeg'] as const).map(
    (format): StoredRendition => ({
      size: size as StoredRendition['size'],
      format,
      width,
      height: (width * 3) / 4,
      bytes: width * 100,
      file: `${idOf(size, width)}.${format === 'webp' ? 'webp' : 'jpg'}`,
    }),
  ),
);

export const media: Loader = {
  service: 'media',
  things: 'pictures of one owner, half of them public',
  base: 100,
  rows: (thing) => {
    const { i } = thing;
    const mediaId = mediaIdOf(i);
    const createdAtMs = bornMs(thing);
    const listed = i % 2 === 1;
    const item: StoredMedia = {
      mediaId,
      ownerId: owner,
      title: `Picture ${i}`,
      filename: `picture-${i}.jpg`,
      contentType: 'image/jpeg',
      sizeBytes: 2_400_000,
      state: 'READY',
      picture: {
        width: 4032,
        height: 3024,
        checksum: idOf('checksum', i).repeat(4).slice(0, 64),
        placeholder: `data:image/webp;base64,${'A'.repeat(120)}`,
        renditions,
      },
      visibility: listed ? 'public' : 'private',
      listed,
      published: listed,
      version: 3,
      createdAtMs,
      correlationId: idOf('correlation', i),
    };
    const keys = {
      position: `${isoTime(createdAtMs)}#${mediaId}`,
      ...(listed && { shown: shardKey('shown', shardOf(mediaId, shardCount(bindings.mediaTable))) }),
    };
    return [{ env: bindings.mediaTable, item: { ...item, ...keys } }];
  },
  asks: [
    { route: 'listMedia', user: owner },
    {
      route: 'listMedia',
      user: owner,
      about: 'visibility',
      query: { visibility: 'public' },
      curve: 'a page reads a page of each of four shards, and the end of a short list has less than that in each',
    },
    { route: 'getMedia', user: owner, path: { mediaId: mediaIdOf(0) } },
  ],
};
