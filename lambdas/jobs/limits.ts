// How much of the jobs service one user may use.

export const quotas = {
  /** Jobs that have not ended. */
  activeJobs: 3,
  uploadsPerJob: 1000,
  /** Bytes announced by POST /api/jobs/uploads per day (UTC). */
  uploadBytesPerDay: 20 * 2 ** 30,
  /** The limit of one S3 PUT or POST; larger files are uploaded in parts. */
  singleUploadBytes: 100 * 2 ** 20,
  fileBytes: 5 * 2 ** 30,
} as const;
