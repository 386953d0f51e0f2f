// Contract of the media service: clients upload pictures and videos straight to a bucket; the service checks them and
// serves them in several sizes.
import * as z from 'zod/mini';
import { event, pageQuery, route, text } from '../shared/base/contract.ts';
import { problems } from '../shared/base/problem.ts';
import { limits } from './limits.ts';
import { mediaProblems } from './problems.ts';
import { buckets, streams, tables } from './resources.ts';
import {
  AnnounceMedia,
  AskForParts,
  ChangeMedia,
  Media,
  MediaGrant,
  MediaId,
  MediaPage,
  PartUrls,
  UploadedParts,
} from './schemas.ts';

export { imageTypes, videoTypes } from './files/accepted-files.ts';
export { limits } from './limits.ts';
export { mediaProblems } from './problems.ts';
export { bindings, transcribeJobs } from './resources.ts';
export type * from './schemas.ts';
export { MediaId } from './schemas.ts';

const path = { mediaId: '0123456789abcdef0123' };
const byId = z.strictObject({ mediaId: MediaId });
/**
 * A playback token and a file: anyone who has the token may play that video for a while, as with a CDN's signed URL.
 */
const playback = (file: RegExp) =>
  z.strictObject({
    token: z.string().check(z.regex(/^[\w.-]{20,300}$/)),
    file: z.string().check(z.regex(file)),
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
  /**
   * For media that everyone can see, or could until now. Carries the whole state; `version` grows, so keep the highest.
   */
  mediaChanged: event(
    'media',
    'MediaChanged',
    1,
    z.object({
      mediaId: z.string(),
      version: z.int(),
      ownerId: z.string(),
      /** Everyone can see it. */
      shown: z.boolean(),
      kind: z.enum(['image', 'video']),
      /** Not the file name, which only its owner sees. */
      title: z.string(),
      /** Null for pictures. */
      durationSeconds: z.nullable(z.number()),
      /** A CDN URL: the poster, or the small JPEG. */
      pictureUrl: z.nullable(z.string()),
      /** A CDN URL of the WebVTT, only for captions that were really recognised. */
      captionsUrl: z.nullable(z.string()),
    }),
  ),
} as const;

export const contract = {
  service: 'media',
  tables,
  buckets,
  streams,
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
      summary: 'One of your media, or a public one without what only its owner sees',
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
      summary: 'Change the title, or who may see it: everybody from when it is READY, within a minute',
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
    presignParts: route('POST /api/media/{mediaId}/parts', {
      ...change,
      summary: 'Presigned URLs to PUT parts of an upload to, good for 15 minutes',
      path: byId,
      body: AskForParts,
      status: 200,
      response: PartUrls,
      problems: [problems.notFound],
      example: { path, body: { numbers: [3, 4] } },
    }),
    completeMediaUpload: route('POST /api/media/{mediaId}/complete', {
      ...change,
      summary: 'Make one file of the parts, all of which are there; twice is once',
      path: byId,
      status: 204,
      problems: [problems.notFound, mediaProblems.uploadIncomplete],
      example: { path },
    }),
    abortMediaUpload: route('POST /api/media/{mediaId}/abort', {
      ...change,
      summary: 'Give up an upload in parts, and forget its media',
      path: byId,
      status: 204,
      problems: [problems.notFound],
      example: { path },
    }),
    playMedia: route('GET /api/media/playback/{token}/{file}', {
      summary: 'A playlist of a private video, whose segments are presigned; its address is in the `playbackUrl`',
      auth: 'none',
      path: playback(/^[0-9a-f]{32}\.m3u8$/),
      status: 200,
      response: text(0, 1_000_000),
      produces: 'application/vnd.apple.mpegurl',
      problems: [problems.notFound],
    }),
    playMediaByDash: route('GET /api/media/dash/{token}/{file}', {
      summary: 'The DASH manifest of a private video, whose segments are presigned; its address is in the `dashUrl`',
      auth: 'none',
      path: playback(/^[0-9a-f]{32}\.mpd$/),
      status: 200,
      // Twenty minutes in three sizes, each segment with a URL of 1.7 KB.
      response: text(0, 4_000_000),
      produces: 'application/dash+xml',
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
