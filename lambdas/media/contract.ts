// What the media service offers: pictures and videos that are uploaded straight into a bucket, checked, and served in several sizes.
import * as z from 'zod/mini';
import { event, pageQuery, prose, route, text } from '../shared/contract.ts';
import { problems } from '../shared/problem.ts';
import { limits, mediaProblems, reasons } from './names.ts';

export { bindings, imageTypes, limits, mediaProblems, videoTypes } from './names.ts';

const MediaId = z
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
  /** NONE: the video is silent. */
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

const path = { mediaId: '0123456789abcdef0123' };
const byId = z.strictObject({ mediaId: MediaId });
/** A playback token and a file: who has one may play that video for a while, as with a signed address of a CDN. */
const Playback = z.strictObject({
  token: z.string().check(z.regex(/^[\w.-]{20,300}$/)),
  file: z.string().check(z.regex(/^[0-9a-f]{32}\.m3u8$/)),
});
const change = { auth: 'user', limit: 'write', idempotency: 'optional' } as const;
const pending = {
  ...path,
  ownerId: 'user-1',
  kind: 'image',
  title: 'The harbour',
  filename: 'harbour.jpg',
  contentType: 'image/jpeg',
  sizeBytes: 1_276_000,
  state: 'PENDING',
  reason: null,
  visibility: 'private',
  width: null,
  height: null,
  checksum: null,
  placeholder: null,
  renditions: [],
  video: null,
  urlsExpireAt: null,
  createdAt: '2026-03-01T08:00:00.000Z',
};

export const events = {
  /** Of media that everybody sees, or saw until now. The whole state; `version` grows: keep the highest. */
  mediaChanged: event(
    'media',
    'MediaChanged',
    1,
    z.object({
      mediaId: z.string(),
      version: z.int(),
      ownerId: z.string(),
      /** Everybody sees it. */
      shown: z.boolean(),
      kind: z.enum(['image', 'video']),
      /** Or its file name. */
      title: z.string(),
      /** Of a video. */
      durationSeconds: z.nullable(z.number()),
      /** An address of the CDN: the poster, or the small JPEG. */
      pictureUrl: z.nullable(z.string()),
      /** An address of the CDN: WebVTT, of captions that were really recognised. */
      captionsUrl: z.nullable(z.string()),
    }),
  ),
} as const;

export const contract = {
  service: 'media',
  routes: {
    announceMedia: route('POST /api/media', {
      ...change,
      summary:
        'Announce a picture or a video and get a presigned form to upload it with, good for 15 minutes, or its parts',
      body: AnnounceMedia,
      status: 201,
      response: MediaGrant,
      problems: [mediaProblems.mediaTypeRefused, mediaProblems.mediaTooLarge, mediaProblems.tooMuchMedia],
      example: {
        body: { filename: 'harbour.jpg', contentType: 'image/jpeg', sizeBytes: 1_276_000, title: 'The harbour' },
      },
    }),
    listMedia: route('GET /api/media', {
      summary: 'Your media, or what everybody shows to everybody, newest first; new ones appear within moments',
      auth: 'user',
      query: z.extend(pageQuery, { visibility: z.optional(z.literal('public')) }),
      status: 200,
      response: MediaPage,
      problems: [problems.invalidCursor],
      example: { query: { limit: '20' }, response: { items: [pending] } },
    }),
    getMedia: route('GET /api/media/{mediaId}', {
      summary: 'One of your media, or a public one',
      auth: 'user',
      path: byId,
      status: 200,
      response: Media,
      revalidated: true,
      problems: [problems.notFound],
      example: { path, response: pending },
    }),
    changeMedia: route('PATCH /api/media/{mediaId}', {
      ...change,
      summary: 'Change the title, or who may see it',
      path: byId,
      body: ChangeMedia,
      status: 200,
      response: Media,
      problems: [problems.notFound, mediaProblems.mediaNotReady],
      example: { path, body: { title: 'The old harbour' }, response: { ...pending, title: 'The old harbour' } },
    }),
    uploadedParts: route('GET /api/media/{mediaId}/parts', {
      summary: 'What is there of an upload in parts',
      auth: 'user',
      path: byId,
      status: 200,
      response: UploadedParts,
      problems: [problems.notFound],
      example: { path, response: { partBytes: limits.partBytes, count: 9, there: [1, 2, 5] } },
    }),
    askForParts: route('POST /api/media/{mediaId}/parts', {
      ...change,
      summary: 'Presigned URLs to PUT parts of an upload to, good for 15 minutes',
      path: byId,
      body: AskForParts,
      status: 200,
      response: PartUrls,
      problems: [problems.notFound],
      example: { path, body: { numbers: [3, 4] } },
    }),
    completeUpload: route('POST /api/media/{mediaId}/complete', {
      ...change,
      summary: 'Make one file of the parts, all of which are there; twice is once',
      path: byId,
      status: 204,
      problems: [problems.notFound, mediaProblems.uploadIncomplete],
      example: { path },
    }),
    abortUpload: route('POST /api/media/{mediaId}/abort', {
      ...change,
      summary: 'Give up an upload in parts, and forget its media',
      path: byId,
      status: 204,
      problems: [problems.notFound],
      example: { path },
    }),
    play: route('GET /api/media/playback/{token}/{file}', {
      summary: 'A playlist of a private video, whose segments are presigned; its address is in the `playbackUrl`',
      auth: 'none',
      path: Playback,
      status: 200,
      response: text(0, 1_000_000),
      produces: 'application/vnd.apple.mpegurl',
      problems: [problems.notFound],
    }),
    deleteMedia: route('DELETE /api/media/{mediaId}', {
      ...change,
      summary: 'Forget one of your media, with its renditions and what the CDN has of it',
      path: byId,
      status: 204,
      problems: [problems.notFound],
      example: { path },
    }),
  },
} as const;
