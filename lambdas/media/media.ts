// What is kept of a media item. Pure; decide.ts says what becomes of it.
import { createHash } from 'node:crypto';
import type { Call } from '../shared/base/call.ts';
import { containers, type ImageType, type VideoType } from './accepted-files.ts';
import { secondsOf } from './core/probe.ts';
import { limits } from './limits.ts';
import type { Reason } from './rejection.ts';
import { buckets } from './resources.ts';
import type { AnnounceMedia, Visibility } from './schemas.ts';
import type { StoredVideo } from './video/video.ts';

export interface StoredRendition {
  readonly size: 'small' | 'medium' | 'large';
  readonly format: 'webp' | 'jpeg';
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** `<hash of its bytes>.webp`. */
  readonly file: string;
}

/** What a picture was found to be. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly checksum: string;
  readonly placeholder: string;
  readonly renditions: readonly StoredRendition[];
}

export type MediaType = ImageType | VideoType;

export interface StoredMedia {
  readonly mediaId: string;
  readonly ownerId: string;
  readonly title?: string;
  readonly filename: string;
  readonly contentType: MediaType;
  readonly sizeBytes: number;
  /** S3's own id of an upload in parts. */
  readonly partsId?: string;
  /** To its owner DELETED is gone; it stays until nothing can come after it. */
  readonly state: 'PENDING' | 'PROCESSING' | 'READY' | 'REJECTED' | 'DELETED';
  readonly reason?: Reason;
  readonly picture?: Picture;
  readonly video?: StoredVideo;
  /** As its owner wants it. Everybody sees it once it is `listed`. */
  readonly visibility: Visibility;
  /** The CDN has all of its renditions. */
  readonly listed: boolean;
  /** The CDN may have some of its renditions: set before the first is copied, cleared when none can come any more. */
  readonly published: boolean;
  /** Grows by one a change. */
  readonly version: number;
  readonly createdAtMs: number;
  /** When bytes were last set in motion after the upload: copied or removed for its owner, or made of a video. */
  readonly movedAtMs?: number;
  /** When it is to be looked at again (settle-media.ts); absent once there is nothing left to do. */
  readonly dueAtMs?: number;
  readonly expiration?: number;
  readonly correlationId: string;
}

/** 80 bits of the operation's id, so that a request sent again finds what it made. */
export const idOf = (operationId: string): string =>
  createHash('sha256').update(`media#${operationId}`).digest('hex').slice(0, 20);

/** Whatever was set off by an upload, or by a change that was asked for, is over by then, whoever dies. */
export const SETTLE_MS = 300_000;
export const kindOf = (contentType: string): 'image' | 'video' => (contentType in containers ? 'video' : 'image');

export const grantEndsMs = ({ createdAtMs, partsId }: StoredMedia): number =>
  createdAtMs + (partsId === undefined ? limits.grantSeconds : limits.partsGrantSeconds) * 1000;

/** From then on nobody is uploading, rendering or copying: what is left over can be told from what is used. */
export const quietFromMs = (media: StoredMedia): number =>
  Math.max(grantEndsMs(media), media.movedAtMs ?? 0) + SETTLE_MS;

export const isQuiet = (media: StoredMedia, nowMs: number): boolean => nowMs >= quietFromMs(media);

/** Of an upload in parts. */
export const partCount = ({ sizeBytes }: StoredMedia): number => Math.ceil(sizeBytes / limits.partBytes);

export function newMedia(
  ownerId: string,
  { filename, contentType, sizeBytes, title }: AnnounceMedia & { readonly contentType: MediaType },
  call: Call,
  partsId?: string,
): StoredMedia {
  const media: StoredMedia = {
    mediaId: idOf(call.operationId),
    ownerId,
    ...(title !== undefined && { title }),
    filename,
    contentType,
    sizeBytes,
    ...(partsId !== undefined && { partsId }),
    state: 'PENDING',
    visibility: 'private',
    listed: false,
    published: false,
    version: 1,
    createdAtMs: call.nowMs,
    correlationId: call.correlationId,
  };
  return { ...media, dueAtMs: quietFromMs(media) };
}

export const durationOf = ({ video }: StoredMedia): number | undefined => video && secondsOf(video.source);

/** DynamoDB takes its time with what has expired. */
export const isThere = (media: StoredMedia | undefined, nowMs: number): media is StoredMedia =>
  media !== undefined && media.state !== 'DELETED' && (media.expiration ?? Number.POSITIVE_INFINITY) * 1000 > nowMs;

/** Names of all files that it consists of. */
export const filesOf = ({ picture, video }: StoredMedia): string[] => [
  ...new Set([...(picture?.renditions ?? []).map(({ file }) => file), ...(video?.made?.files ?? [])]),
];

/** Where the bytes of a media are, each in its bucket. */
export const keysOf = (mediaId: string) => ({
  upload: `${buckets.quarantine.prefix.uploads}${mediaId}`,
  renditions: `${buckets.renditions.prefix.renditions}${mediaId}/`,
  published: `${buckets.published.prefix.media}${mediaId}/`,
  /** What Transcribe writes, until it was read. */
  transcripts: `${buckets.renditions.prefix.transcripts}${mediaId}`,
});

export const mediaIdOf = (uploadKey: string): string | undefined => {
  const { uploads } = buckets.quarantine.prefix;
  return uploadKey.startsWith(uploads) ? /^[0-9a-f]{20}$/.exec(uploadKey.slice(uploads.length))?.[0] : undefined;
};
