// What the media service offers: pictures that are uploaded straight into a bucket, checked, and served in three sizes.
import * as z from 'zod/mini';
import { pageQuery, prose, route } from '../shared/contract.ts';
import { problems } from '../shared/problem.ts';
import { limits, mediaProblems, reasons } from './names.ts';

export { bindings, imageTypes, limits, mediaProblems } from './names.ts';

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
  sizeBytes: z.int().check(z.minimum(1), z.maximum(limits.imageBytes)),
  title: z.optional(Title),
});
/** One form with these fields and the file last; it takes this size and type only. */
export const MediaGrant = z.object({
  mediaId: MediaId,
  upload: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
  expiresAt: Instant,
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
export const Media = z.object({
  mediaId: MediaId,
  ownerId: z.string(),
  title: z.nullable(z.string()),
  filename: z.string(),
  contentType: z.string(),
  sizeBytes: z.int(),
  /** PENDING: not uploaded yet, or not judged yet. */
  state: z.enum(['PENDING', 'READY', 'REJECTED']),
  /** Of REJECTED. */
  reason: z.nullable(z.enum(reasons)),
  visibility: Visibility,
  /** As it is shown: turned as the camera says. Null until READY. */
  width: z.nullable(Pixels),
  height: z.nullable(Pixels),
  /** SHA-256 of the uploaded bytes, in hexadecimal. */
  checksum: z.nullable(z.string()),
  /** A picture of a few pixels as a data URL, to be shown until a rendition has come. */
  placeholder: z.nullable(z.string()),
  renditions: z.array(Rendition),
  urlsExpireAt: z.nullable(Instant),
  createdAt: Instant,
});
export const MediaPage = z.object({ items: z.array(Media), cursor: z.optional(z.string()) });

export const ChangeMedia = z.strictObject({ title: z.optional(z.nullable(Title)), visibility: z.optional(Visibility) });

export type AnnounceMedia = z.infer<typeof AnnounceMedia>;
export type MediaGrant = z.infer<typeof MediaGrant>;
export type Media = z.infer<typeof Media>;
export type ChangeMedia = z.infer<typeof ChangeMedia>;
export type Visibility = z.infer<typeof Visibility>;

const path = { mediaId: '0123456789abcdef0123' };
const byId = z.strictObject({ mediaId: MediaId });
const change = { auth: 'user', limit: 'write', idempotency: 'optional' } as const;
const pending = {
  ...path,
  ownerId: 'user-1',
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
  urlsExpireAt: null,
  createdAt: '2026-03-01T08:00:00.000Z',
};

export const contract = {
  service: 'media',
  routes: {
    announceMedia: route('POST /api/media', {
      ...change,
      summary: 'Announce a picture and get a presigned form to upload it with, good for 15 minutes',
      body: AnnounceMedia,
      status: 201,
      response: MediaGrant,
      problems: [mediaProblems.mediaTypeRefused, mediaProblems.tooMuchMedia],
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
