// What a media is, and what becomes of it when: pure.
import { createHash } from 'node:crypto';
import type { AnnounceMedia, ChangeMedia, Visibility } from './contract.ts';
import { type ImageType, limits, type Reason } from './names.ts';

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

export interface StoredMedia {
  readonly mediaId: string;
  readonly ownerId: string;
  readonly title?: string;
  readonly filename: string;
  readonly contentType: ImageType;
  readonly sizeBytes: number;
  /** To its owner DELETED is gone; it stays until nothing can come after it. */
  readonly state: 'PENDING' | 'READY' | 'REJECTED' | 'DELETED';
  readonly reason?: Reason;
  readonly picture?: Picture;
  /** As its owner wants it. Everybody sees it once it is `listed`. */
  readonly visibility: Visibility;
  /** The CDN has all of its renditions. */
  readonly listed: boolean;
  /** The CDN may have some of its renditions: set before the first is copied, cleared when none can come any more. */
  readonly published: boolean;
  /** Grows by one a change. */
  readonly version: number;
  readonly createdAtMs: number;
  /** When its owner last asked for bytes to be copied or removed. */
  readonly movedAtMs?: number;
  /** When it is to be looked at again (publishing.ts); absent once there is nothing left to do. */
  readonly dueAtMs?: number;
  readonly expiration?: number;
  readonly correlationId: string;
}

/** 80 bits of the operation's id, so that a request sent again finds what it made. */
const idOf = (operationId: string): string =>
  createHash('sha256').update(`media#${operationId}`).digest('hex').slice(0, 20);

/** Whatever was set off by an upload, or by a change that was asked for, is over by then, whoever dies. */
const SETTLE_MS = 300_000;
const REJECTED_DAYS = 7;

export const grantEndsMs = ({ createdAtMs }: StoredMedia): number => createdAtMs + limits.grantSeconds * 1000;

/** From then on nobody is uploading, rendering or copying: what is left over can be told from what is used. */
export const quietFromMs = (media: StoredMedia): number =>
  Math.max(grantEndsMs(media), media.movedAtMs ?? 0) + SETTLE_MS;

export const isQuiet = (media: StoredMedia, nowMs: number): boolean => nowMs >= quietFromMs(media);

export function newMedia(
  ownerId: string,
  { filename, contentType, sizeBytes, title }: AnnounceMedia & { readonly contentType: ImageType },
  call: { readonly nowMs: number; readonly operationId: string; readonly correlationId: string },
): StoredMedia {
  const media: StoredMedia = {
    mediaId: idOf(call.operationId),
    ownerId,
    ...(title !== undefined && { title }),
    filename,
    contentType,
    sizeBytes,
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

export const ready = (media: StoredMedia, picture: Picture): StoredMedia => ({ ...media, state: 'READY', picture });

/** Its owner sees why for a week; it counts for no quota. */
export const rejected = (media: StoredMedia, reason: Reason, nowMs: number): StoredMedia => ({
  ...media,
  state: 'REJECTED',
  reason,
  expiration: Math.ceil(nowMs / 1000) + REJECTED_DAYS * 86_400,
});

export const deleted = (media: StoredMedia, nowMs: number): StoredMedia => ({
  ...media,
  state: 'DELETED',
  listed: false,
  movedAtMs: nowMs,
  dueAtMs: nowMs,
});

/** What it is to become before anything is copied or removed: nobody but its owner sees it until that is done. */
export function changed(media: StoredMedia, { title, visibility }: ChangeMedia, nowMs: number): StoredMedia {
  const { title: before, ...rest } = media;
  const wanted = title === undefined ? before : (title ?? undefined);
  const named = { ...rest, ...(wanted !== undefined && { title: wanted }) };
  if (visibility === undefined || visibility === media.visibility) return named;
  return {
    ...named,
    visibility,
    listed: false,
    published: media.published || visibility === 'public',
    movedAtMs: nowMs,
    dueAtMs: nowMs,
  };
}

/** Whether the CDN has what it should not have, or the other way round. */
export const needsPublishing = ({ state, visibility, listed }: StoredMedia): boolean =>
  state === 'READY' && visibility === 'public' && !listed;
export const needsWithdrawing = ({ state, visibility, published }: StoredMedia): boolean =>
  published && (state === 'DELETED' || visibility === 'private');

/** Where the bytes of a media are, each in its bucket. */
export const keysOf = (mediaId: string) => ({
  upload: `uploads/${mediaId}`,
  renditions: `renditions/${mediaId}/`,
  published: `media/${mediaId}/`,
});

export const mediaIdOf = (uploadKey: string): string | undefined => /^uploads\/([0-9a-f]{20})$/.exec(uploadKey)?.[1];
