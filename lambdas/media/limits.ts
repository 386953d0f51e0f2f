// How many media items one user may have, and how large one picture or video may be.

export const limits = {
  /** Media items that were not rejected, including those not yet uploaded. */
  items: 200,
  bytes: 2 * 2 ** 30,
  imageBytes: 20 * 2 ** 20,
  /** A decoder may need the whole picture in memory: 40 million pixels are 160 MB of the 300 a picture may take. */
  imagePixels: 40_000_000,
  videoBytes: 2 ** 30,
  /** Larger files are uploaded in parts, each of which the client can send again. */
  singleUploadBytes: 100 * 2 ** 20,
  partBytes: 16 * 2 ** 20,
  /** 1080p, or a video from a phone held upright. */
  videoPixels: 1920 * 1088,
  videoSeconds: 20 * 60,
  /** Total length of videos that one user can have transcoded per day (UTC), which limits the cost of a day. */
  videoSecondsPerDay: 60 * 60,
  grantSeconds: 900,
  /** For a multipart upload; each of its URLs lasts as long as a form. */
  partsGrantSeconds: 6 * 3600,
} as const;
