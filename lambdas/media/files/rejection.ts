// Why an upload was rejected.

export const reasons = [
  'UPLOAD_EXPIRED',
  'TYPE_MISMATCH',
  'TOO_MANY_PIXELS',
  'PROCESSING_FAILED',
  // For pictures.
  'NOT_AN_IMAGE',
  'ANIMATED',
  'DAMAGED',
  // For videos (core/probe.ts).
  'EMPTY',
  'NOT_A_VIDEO',
  'TRUNCATED',
  'NO_VIDEO',
  'UNSUPPORTED_CODEC',
  'DOLBY_VISION_ONLY',
  'BROKEN',
  'TOO_LONG',
  'TOO_SMALL',
  'KEY_FRAMES_TOO_FAR_APART',
  'TOO_SLOW',
  'UPLOAD_CHANGED',
  'TOO_MUCH_VIDEO_TODAY',
  // Of all users together.
  'NO_MORE_VIDEO_TODAY',
] as const;
export type Reason = (typeof reasons)[number];
