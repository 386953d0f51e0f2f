// What the contract and the workers both name.
import { problem } from '../shared/base/problem.ts';

/** Environment names of what this service's functions are bound to. */
export const bindings = {
  mediaTable: 'MEDIA_TABLE',
  quotasTable: 'MEDIA_QUOTAS_TABLE',
  quarantine: 'MEDIA_QUARANTINE_BUCKET',
  renditions: 'MEDIA_RENDITIONS_BUCKET',
  published: 'MEDIA_PUBLISHED_BUCKET',
  distribution: 'MEDIA_DISTRIBUTION_ID',
  partsTable: 'MEDIA_PARTS_TABLE',
  workQueue: 'MEDIA_WORK_QUEUE_URL',
  encodeQueue: 'MEDIA_ENCODE_QUEUE_URL',
  videoStream: 'MEDIA_VIDEO_STREAM',
  /** Path of a program that recognises speech; only on a machine that has one (npm run setup:captions). */
  recogniser: 'MEDIA_RECOGNISER',
  recogniseQueue: 'MEDIA_RECOGNISE_QUEUE_URL',
  publicUrl: 'MEDIA_PUBLIC_URL',
} as const;

/** Begins the names of our jobs of Transcribe, which the account's others share it with. */
export const transcribeJobs = 'system-design-captions-';

/** What one user may have, and one picture or video may be. */
export const limits = {
  /** Media that were not rejected, with those on their way. */
  items: 200,
  bytes: 2 * 2 ** 30,
  imageBytes: 20 * 2 ** 20,
  /** A decoder may need the whole picture in memory: 40 million pixels are 160 MB of the 300 a picture may take. */
  imagePixels: 40_000_000,
  videoBytes: 2 ** 30,
  /** Above it an upload is done in parts, of which any can be sent again. */
  singleUploadBytes: 100 * 2 ** 20,
  partBytes: 16 * 2 ** 20,
  /** 1080p, and a picture of a phone that is held upright. */
  videoPixels: 1920 * 1088,
  videoSeconds: 20 * 60,
  /** Of all videos that one user has transcoded in a day (UTC): what a day may cost. */
  videoSecondsPerDay: 60 * 60,
  grantSeconds: 900,
  /** For an upload in parts; each of its URLs lasts as long as a form. */
  partsGrantSeconds: 6 * 3600,
} as const;

/** Types of pictures that are taken. A GIF is a video, SVG a program: neither is. */
export const imageTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type ImageType = (typeof imageTypes)[number];

/** Types of videos that are taken, and what a file of that type is to be inside (core/container.ts). */
export const containers = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/webm': 'matroska',
  'video/x-matroska': 'matroska',
} as const;
export type VideoType = keyof typeof containers;
export const videoTypes = Object.keys(containers) as readonly VideoType[];

/** Why an upload became no media. */
export const reasons = [
  'UPLOAD_EXPIRED',
  'TYPE_MISMATCH',
  'TOO_MANY_PIXELS',
  'PROCESSING_FAILED',
  // Of pictures.
  'NOT_AN_IMAGE',
  'ANIMATED',
  'DAMAGED',
  // Of videos (core/probe.ts).
  'EMPTY',
  'NOT_A_VIDEO',
  'TRUNCATED',
  'NO_VIDEO',
  'UNSUPPORTED_CODEC',
  'BROKEN',
  'TOO_LONG',
  'TOO_SMALL',
  'KEY_FRAMES_TOO_FAR_APART',
  'TOO_SLOW',
  'UPLOAD_CHANGED',
  'TOO_MUCH_VIDEO_TODAY',
] as const;
export type Reason = (typeof reasons)[number];

export const mediaProblems = {
  mediaTypeRefused: problem(422, 'MEDIA_TYPE_REFUSED', 'This type of file is not taken'),
  mediaTooLarge: problem(422, 'MEDIA_TOO_LARGE', 'The file is larger than one of its type may be'),
  tooMuchMedia: problem(409, 'TOO_MUCH_MEDIA', 'You have as much media as one user may'),
  mediaNotReady: problem(409, 'MEDIA_NOT_READY', 'Only what is ready can be shown to everybody'),
  uploadIncomplete: problem(409, 'UPLOAD_INCOMPLETE', 'Not all parts of the upload are there'),
} as const;
