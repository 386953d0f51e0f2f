// What the contract and the workers both name.
import { problem } from '../shared/problem.ts';

/** Environment names of what this service's functions are bound to. */
export const bindings = {
  mediaTable: 'MEDIA_TABLE',
  quotasTable: 'MEDIA_QUOTAS_TABLE',
  quarantine: 'MEDIA_QUARANTINE_BUCKET',
  renditions: 'MEDIA_RENDITIONS_BUCKET',
  published: 'MEDIA_PUBLISHED_BUCKET',
  distribution: 'MEDIA_DISTRIBUTION_ID',
  workQueue: 'MEDIA_WORK_QUEUE_URL',
  publicUrl: 'MEDIA_PUBLIC_URL',
} as const;

/** What one user may have, and one picture may be. */
export const limits = {
  /** Media that were not rejected, with those on their way. */
  items: 200,
  bytes: 2 * 2 ** 30,
  imageBytes: 20 * 2 ** 20,
  /** A decoder may need the whole picture in memory: 40 million pixels are 160 MB of the 300 a picture may take. */
  imagePixels: 40_000_000,
  grantSeconds: 900,
} as const;

/** Types of pictures that are taken. A GIF is a film, SVG a program: neither is. */
export const imageTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type ImageType = (typeof imageTypes)[number];

/** Why an upload became no media. */
export const reasons = [
  'UPLOAD_EXPIRED',
  'NOT_AN_IMAGE',
  'TYPE_MISMATCH',
  'TOO_MANY_PIXELS',
  'ANIMATED',
  'DAMAGED',
  'PROCESSING_FAILED',
] as const;
export type Reason = (typeof reasons)[number];

export const mediaProblems = {
  mediaTypeRefused: problem(422, 'MEDIA_TYPE_REFUSED', 'This type of file is not taken'),
  tooMuchMedia: problem(409, 'TOO_MUCH_MEDIA', 'You have as much media as one user may'),
  mediaNotReady: problem(409, 'MEDIA_NOT_READY', 'Only what is ready can be shown to everybody'),
} as const;
