// How much media one user may have, and how large one picture or video may be.

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
