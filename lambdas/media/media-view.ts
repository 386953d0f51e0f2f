// A media item as it is shown: with CDN URLs when everyone can see it, else with URLs that expire. Pure.
import { isoTime } from '../shared/base/clock.ts';
import { fpsOf } from './core/frame-rate.ts';
import { renditionsOf, segmentFramesOf } from './core/plan.ts';
import { durationOf, keysOf, kindOf, type StoredMedia } from './media.ts';
import type { Media } from './schemas.ts';
import { playbackUrl } from './video/playback-token.ts';
import { grid, type StoredVideo } from './video/video.ts';

/** URLs are signed per time window, so a browser gets the same URL twice and need not reload what it has. */
const WINDOW_SECONDS = 300;

/** Where to find the bytes. */
export interface Site {
  /** `https://host`, of the CDN and the API. */
  readonly publicUrl: string;
  /** A URL that reads a key of the renditions for a limited time. */
  readonly sign: (key: string, time: { readonly nowMs: number; readonly seconds: number }) => string;
  /** Signs the URLs of private videos. */
  readonly key: Buffer;
}

const publicUrlOf = (publicUrl: string, { mediaId }: StoredMedia, file: string): string =>
  `${publicUrl}/${keysOf(mediaId).published}${file}`;

const untitled = { image: 'A picture', video: 'A video' } as const;

/** The facts that everyone may know about a public item. A file name may say more than its owner meant to show. */
export function publicFacts(media: StoredMedia, publicUrl: string) {
  const { picture, video } = media;
  const small = picture?.renditions.find(({ size, format }) => size === 'small' && format === 'jpeg')?.file;
  const file = small ?? video?.made?.poster;
  const { captions } = video ?? {};
  const kind = kindOf(media.contentType);
  return {
    kind,
    title: media.title ?? untitled[kind],
    durationSeconds: durationOf(media) ?? null,
    pictureUrl: file ? publicUrlOf(publicUrl, media, file) : null,
    captionsUrl: captions?.file && captions.source !== 'sample' ? publicUrlOf(publicUrl, media, captions.file) : null,
  };
}

/** A user who may see it: its owner, or anyone. */
export interface Viewer {
  readonly userId: string;
}

/** `percent` is the progress of a video being transcoded. */
export function present(
  media: StoredMedia,
  viewer: Viewer,
  nowMs: number,
  percent: number,
  { publicUrl, sign, key }: Site,
): Media {
  const { mediaId, picture, video, listed } = media;
  const signedAtMs = nowMs - (nowMs % (WINDOW_SECONDS * 1000));
  const seconds = 2 * WINDOW_SECONDS;
  const urlOf = (file: string): string =>
    listed
      ? publicUrlOf(publicUrl, media, file)
      : sign(`${keysOf(mediaId).renditions}${file}`, { nowMs: signedAtMs, seconds });
  const playable = picture ?? video?.made;
  return {
    mediaId,
    ...(media.ownerId === viewer.userId && {
      ownerId: media.ownerId,
      filename: media.filename,
      checksum: picture?.checksum ?? video?.checksum ?? null,
    }),
    kind: kindOf(media.contentType),
    title: media.title ?? null,
    contentType: media.contentType,
    sizeBytes: media.sizeBytes,
    state: media.state as Media['state'],
    reason: media.reason ?? null,
    visibility: media.visibility,
    width: picture?.width ?? video?.source.width ?? null,
    height: picture?.height ?? video?.source.height ?? null,
    placeholder: picture?.placeholder ?? null,
    renditions: (picture?.renditions ?? []).map(({ file, ...rendition }) => ({ ...rendition, url: urlOf(file) })),
    video: video
      ? presentVideo(video, percent, urlOf, (file) =>
          listed ? publicUrlOf(publicUrl, media, file) : playbackUrl({ publicUrl, key }, mediaId, file, nowMs),
        )
      : null,
    urlsExpireAt: playable && !listed ? isoTime(signedAtMs + seconds * 1000) : null,
    createdAt: isoTime(media.createdAtMs),
  };
}

function soundOf({ source, made }: StoredVideo): NonNullable<Media['video']>['sound'] {
  if (source.hasUnreadableAudio || made?.isSilenced) return 'UNREADABLE';
  return source.hasAudio ? 'PLAYED' : 'NONE';
}

type UrlOf = (file: string) => string;

function presentVideo(video: StoredVideo, percent: number, urlOf: UrlOf, manifestUrlOf: UrlOf): Media['video'] {
  const { source, made, captions } = video;
  return {
    durationSeconds: source.frames / fpsOf(source.rate),
    framesPerSecond: fpsOf(source.rate),
    renditions: renditionsOf(source).map(({ name, width, height }) => ({ name, width, height, percent })),
    playbackUrl: made ? manifestUrlOf(made.master) : null,
    dashUrl: made?.dash === undefined ? null : manifestUrlOf(made.dash),
    posterUrl: made ? urlOf(made.poster) : null,
    thumbnails: made
      ? {
          sheets: made.sheets.map(urlOf),
          tilesEach: grid.segmentsPerChunk,
          columns: made.columns,
          tileWidth: made.tileWidth,
          tileHeight: made.tileHeight,
          secondsEach: segmentFramesOf(grid, source.rate) / fpsOf(source.rate),
        }
      : null,
    sound: soundOf(video),
    captions: {
      state: captions.state,
      source: captions.source ?? null,
      language: captions.language ?? null,
      url: captions.file && made ? urlOf(captions.file) : null,
    },
  };
}
