// Finds the tile and sheet that show a moment of a video.
import type { Media } from '../../../../lambdas/media/contract.ts';

export type Video = NonNullable<Media['video']>;

export interface Tile {
  readonly sheet: string;
  /** Pixels from the sheet's top left corner. */
  readonly x: number;
  readonly y: number;
}

/** Returns `undefined` when there is none. The very end still belongs to the last tile. */
export function tileAt(
  { thumbnails, durationSeconds }: Pick<Video, 'thumbnails' | 'durationSeconds'>,
  seconds: number,
): Tile | undefined {
  if (!thumbnails) return undefined;
  const { sheets, tilesEach, columns, tileWidth, tileHeight, secondsEach } = thumbnails;
  const last = Math.ceil(durationSeconds / secondsEach) - 1;
  const index = Math.max(0, Math.min(last, Math.floor(seconds / secondsEach)));
  const sheet = sheets[Math.floor(index / tilesEach)];
  if (sheet === undefined) return undefined;
  const within = index % tilesEach;
  return { sheet, x: (within % columns) * tileWidth, y: Math.floor(within / columns) * tileHeight };
}
