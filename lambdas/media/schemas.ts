// The shapes of what the media service takes and gives.
import * as z from 'zod/mini';
import { prose } from '../shared/base/contract.ts';
import { limits } from './limits.ts';
import { reasons } from './rejection.ts';

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
  contentType: z.string().check(z.regex(/^[a-z0-9]{1,40}\/[a-z0-9.+-]{1,80}$/)),
  sizeBytes: z.int().check(z.minimum(1), z.maximum(limits.videoBytes)),
  title: z.optional(Title),
});
const Form = z.object({ url: z.string(), fields: z.record(z.string(), z.string()) });
export const MediaGrant = z.object({
  mediaId: MediaId,
  /** One form with these fields and the file last; it takes this size and type only. */
  upload: z.optional(Form),
  /** Of what is too large for one form: parts 1 to `count`, all of `partBytes` but the last, in any order and again. */
  parts: z.optional(z.object({ partBytes: z.int(), count: z.int() })),
  expiresAt: Instant,
});

const MOST_PARTS = Math.ceil(limits.videoBytes / limits.partBytes);
const PartNumber = z.int().check(z.minimum(1), z.maximum(MOST_PARTS));
export const AskForParts = z.strictObject({
  numbers: z.array(PartNumber).check(z.minLength(1), z.maxLength(MOST_PARTS)),
});
export const PartUrls = z.object({
  /** A PUT of the part's bytes to each. */
  parts: z.array(z.object({ number: PartNumber, url: z.string() })),
  expiresAt: Instant,
});
/** What is there of an upload in parts: whoever goes on with it sends the others. */
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
  /** Of public media an address of the CDN that never changes, of private ones good until `urlsExpireAt`. */
  url: z.string(),
});
const Captions = z.object({
  /** NONE: the video is silent, or nobody speaks. */
  state: z.enum(['NONE', 'PENDING', 'READY', 'FAILED']),
  /** Who wrote them. `sample` is a text of the emulator that has nothing to do with what is said. */
  source: z.nullable(z.enum(['transcribe', 'whisper', 'sample'])),
  language: z.nullable(z.string()),
  /** WebVTT. */
  url: z.nullable(z.string()),
});
const Video = z.object({
  durationSeconds: z.number(),
  framesPerSecond: z.number(),
  /** How much of each is made. */
  renditions: z.array(
    z.object({
      name: z.string(),
      width: Pixels,
      height: Pixels,
      percent: z.int().check(z.minimum(0), z.maximum(100)),
    }),
  ),
  /** HLS master playlist; null until all of it can be played. */
  playbackUrl: z.nullable(z.string()),
  posterUrl: z.nullable(z.string()),
  /** For the time line: sheets of `tilesEach` tiles (the last may have fewer), row by row, each tile for so many seconds. */
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
  captions: Captions,
});
export const Media = z.object({
  mediaId: MediaId,
  ownerId: z.string(),
  kind: z.enum(['image', 'video']),
  title: z.nullable(z.string()),
  filename: z.string(),
  contentType: z.string(),
  sizeBytes: z.int(),
  /** PENDING: not uploaded yet, or not judged yet. PROCESSING: a video that was found good and is being transcoded. */
  state: z.enum(['PENDING', 'PROCESSING', 'READY', 'REJECTED']),
  /** Of REJECTED. */
  reason: z.nullable(z.enum(reasons)),
  visibility: Visibility,
  /** As it is shown: turned as the camera says. Null until it was judged. */
  width: z.nullable(Pixels),
  height: z.nullable(Pixels),
  /** SHA-256 of the uploaded bytes, in hexadecimal. */
  checksum: z.nullable(z.string()),
  /** A picture of a few pixels as a data URL, to be shown until a rendition has come. */
  placeholder: z.nullable(z.string()),
  /** Of a picture. */
  renditions: z.array(Rendition),
  /** Of a video that was found good. */
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
