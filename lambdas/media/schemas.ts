// The schemas of the media service's input and output.
import * as z from 'zod/mini';
import { prose } from '../shared/base/contract.ts';
import { reasons } from './files/rejection.ts';
import { limits } from './limits.ts';

export const MediaId = z
  .string()
  .check(z.regex(/^[0-9a-f]{20}$/))
  .register(z.globalRegistry, { id: 'MediaId', description: '20 hexadecimal digits' });
const Instant = z.iso.datetime({ offset: false });
const Title = prose(1, 120);
const Pixels = z.int().check(z.minimum(1));
const Visibility = z.enum(['private', 'public']);

export const AnnounceMedia = z.strictObject({
  filename: prose(1, 200),
  /** As the browser names it, with or without parameters. What the file is, its bytes decide. */
  contentType: z.string().check(z.regex(/^[A-Za-z0-9]{1,40}\/[A-Za-z0-9.+-]{1,80}(?: *;[ -~]{0,200})?$/)),
  sizeBytes: z.int().check(z.minimum(1), z.maximum(limits.videoBytes)),
  title: z.optional(Title),
});
const Form = z.object({ url: z.string(), fields: z.record(z.string(), z.string()) });
export const MediaGrant = z.object({
  mediaId: MediaId,
  /** One form with these fields, with the file as the last; it accepts only this size and type. */
  upload: z.optional(Form),
  /**
   * For a file too large for one form: parts 1 to `count`, each of `partBytes` except the last. The client may send
   * them in any order and repeatedly.
   */
  parts: z.optional(z.object({ partBytes: z.int(), count: z.int() })),
  expiresAt: Instant,
});

const MOST_PARTS = Math.ceil(limits.videoBytes / limits.partBytes);
const PartNumber = z.int().check(z.minimum(1), z.maximum(MOST_PARTS));
export const AskForParts = z.strictObject({
  numbers: z.array(PartNumber).check(z.minLength(1), z.maxLength(MOST_PARTS)),
});
export const PartUrls = z.object({
  /** PUT each part's bytes to its URL. */
  parts: z.array(z.object({ number: PartNumber, url: z.string() })),
  expiresAt: Instant,
});
/** The parts of an upload that have arrived; a client that resumes it sends the others. */
export const UploadedParts = z.object({
  partBytes: z.int(),
  count: z.int(),
  there: z.array(PartNumber),
});

const Rendition = z.object({
  size: z.enum(['small', 'medium', 'large']),
  format: z.enum(['webp', 'jpeg']),
  width: Pixels,
  height: Pixels,
  bytes: Pixels,
  /** For public media, a CDN URL that never changes; for private media, a URL valid until `urlsExpireAt`. */
  url: z.string(),
});
const Captions = z.object({
  /** NONE: the video is silent, or has no speech. OFF: captions are not made here. */
  state: z.enum(['NONE', 'OFF', 'PENDING', 'READY', 'FAILED']),
  /** The source of the captions. `sample` is a text of the emulator, unrelated to what is said. */
  source: z.nullable(z.enum(['transcribe', 'whisper', 'sample'])),
  language: z.nullable(z.string()),
  /** WebVTT. */
  url: z.nullable(z.string()),
});
const Video = z.object({
  durationSeconds: z.number(),
  framesPerSecond: z.number(),
  /** Progress of each rendition. */
  renditions: z.array(
    z.object({
      name: z.string(),
      width: Pixels,
      height: Pixels,
      percent: z.int().check(z.minimum(0), z.maximum(100)),
    }),
  ),
  /** HLS master playlist; null until the whole video can be played. */
  playbackUrl: z.nullable(z.string()),
  /** DASH manifest of the same segments; null until then, and for videos made before there was one. */
  dashUrl: z.nullable(z.string()),
  posterUrl: z.nullable(z.string()),
  /**
   * For the time line: sheets of `tilesEach` tiles (the last may have fewer), row by row, with a fixed number of
   * seconds per tile.
   */
  thumbnails: z.nullable(
    z.object({
      sheets: z.array(z.string()),
      tilesEach: Pixels,
      columns: Pixels,
      tileWidth: Pixels,
      tileHeight: Pixels,
      secondsEach: z.number(),
    }),
  ),
  /**
   * NONE: it has no sound. UNREADABLE: its sound has a codec that is not supported, or is damaged, so that the video plays
   * without it.
   */
  sound: z.enum(['PLAYED', 'NONE', 'UNREADABLE']),
  captions: Captions,
});
export const Media = z.object({
  mediaId: MediaId,
  /** For the owner only. */
  ownerId: z.optional(z.string()),
  kind: z.enum(['image', 'video']),
  title: z.nullable(z.string()),
  /** For the owner only. */
  filename: z.optional(z.string()),
  contentType: z.string(),
  sizeBytes: z.int(),
  /** PENDING: not uploaded or not judged yet. PROCESSING: a video that was accepted and is being transcoded. */
  state: z.enum(['PENDING', 'PROCESSING', 'READY', 'REJECTED']),
  /** For REJECTED. */
  reason: z.nullable(z.enum(reasons)),
  visibility: Visibility,
  /** As displayed, with the camera's rotation applied. Null until the upload is judged. */
  width: z.nullable(Pixels),
  height: z.nullable(Pixels),
  /** SHA-256 of the uploaded bytes, in hexadecimal. For the owner only. */
  checksum: z.optional(z.nullable(z.string())),
  /** A picture of a few pixels as a data URL, to show until a rendition has loaded. */
  placeholder: z.nullable(z.string()),
  /** Empty for videos. */
  renditions: z.array(Rendition),
  /** For accepted videos. */
  video: z.nullable(Video),
  urlsExpireAt: z.nullable(Instant),
  createdAt: Instant,
});
export const MediaPage = z.object({ items: z.array(Media), cursor: z.optional(z.string()) });

export const ChangeMedia = z.strictObject({ title: z.optional(z.nullable(Title)), visibility: z.optional(Visibility) });

export type AnnounceMedia = z.infer<typeof AnnounceMedia>;
export type PartUrls = z.infer<typeof PartUrls>;
export type UploadedParts = z.infer<typeof UploadedParts>;
export type MediaGrant = z.infer<typeof MediaGrant>;
export type Media = z.infer<typeof Media>;
export type ChangeMedia = z.infer<typeof ChangeMedia>;
export type Visibility = z.infer<typeof Visibility>;
