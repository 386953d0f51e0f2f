// The record of a media item. Pure; record/decide.ts decides how it changes.
import { createHash } from 'node:crypto';
import type { Call } from '../shared/base/call.ts';
import { secondsOf } from './core/probe.ts';
import { containers, type ImageType, type VideoType } from './files/accepted-files.ts';
import type { Reason } from './files/rejection.ts';
import { limits } from './limits.ts';
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

/** The findings about a picture. */
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
  /** S3's own id of a multipart upload. */
  readonly partsId?: string;
  /** To its owner, a DELETED item is gone; the record stays until nothing more can arrive for it. */
  readonly state: 'PENDING' | 'PROCESSING' | 'READY' | 'REJECTED' | 'DELETED';
  readonly reason?: Reason;
  readonly picture?: Picture;
  readonly video?: StoredVideo;
  /** As its owner wants it. Everyone can see the item once it is `listed`. */
  readonly visibility: Visibility;
  /** The CDN has all of its renditions. */
  readonly listed: boolean;
  /** The CDN may have some of its renditions: set before the first is copied, cleared when no more can arrive. */
  readonly published: boolean;
  /** Grows by one with each change. */
  readonly version: number;
  readonly createdAtMs: number;
  /** When bytes were last set in motion after the upload: copied or removed for the owner, or made from a video. */
  readonly movedAtMs?: number;
  /** When to settle it next (settle-media.ts); absent once there is nothing left to do. */
  readonly dueAtMs?: number;
  readonly expiration?: number;
  readonly correlationId: string;
}

/** 80 bits of the operation's id, so a retried request finds what the first one made. */
export const idOf = (operationId: string): string =>
  createHash('sha256').update(`media#${operationId}`).digest('hex').slice(0, 20);

/** Work started by an upload or by a requested change is over after this time, even if a worker dies: no function runs longer. */
export const SETTLE_MS = 900_000;
export const kindOf = (contentType: string): 'image' | 'video' => (contentType in containers ? 'video' : 'image');

export const grantEndsMs = ({ createdAtMs, partsId }: StoredMedia): number =>
  createdAtMs + (partsId === undefined ? limits.grantSeconds : limits.partsGrantSeconds) * 1000;

/** From then on no upload, rendering or copy is running, so leftovers can be told from files in use. */
export const quietFromMs = (media: StoredMedia): number =>
  Math.max(grantEndsMs(media), media.movedAtMs ?? 0) + SETTLE_MS;

export const isQuiet = (media: StoredMedia, nowMs: number): boolean => nowMs >= quietFromMs(media);

/** Of a multipart upload. */
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

/** DynamoDB removes expired items late, so we check the expiration ourselves. */
export const isThere = (media: StoredMedia | undefined, nowMs: number): media is StoredMedia =>
  media !== undefined && media.state !== 'DELETED' && (media.expiration ?? Number.POSITIVE_INFINITY) * 1000 > nowMs;

/** Names of all its files. */
export const filesOf = ({ picture, video }: StoredMedia): string[] => [
  ...new Set([...(picture?.renditions ?? []).map(({ file }) => file), ...(video?.made?.files ?? [])]),
];

/** Where the bytes of a media item are, each in its bucket. */
export const keysOf = (mediaId: string) => ({
  upload: `${buckets.quarantine.prefix.uploads}${mediaId}`,
  renditions: `${buckets.renditions.prefix.renditions}${mediaId}/`,
  published: `${buckets.published.prefix.media}${mediaId}/`,
  /** Output of Transcribe, until we have read it. */
  transcripts: `${buckets.renditions.prefix.transcripts}${mediaId}`,
});

export const mediaIdOf = (uploadKey: string): string | undefined => {
  const { uploads } = buckets.quarantine.prefix;
  return uploadKey.startsWith(uploads) ? /^[0-9a-f]{20}$/.exec(uploadKey.slice(uploads.length))?.[0] : undefined;
};
