// How much of the jobs service one user may have.

export const quotas = {
  /** Jobs that are not at their end. */
  activeJobs: 3,
  uploadsPerJob: 1000,
  /** Announced by POST /api/jobs/uploads on one day of UTC. */
  uploadBytesPerDay: 20 * 2 ** 30,
  /** One S3 PUT or POST takes so much; beyond comes the upload in parts. */
  singleUploadBytes: 100 * 2 ** 20,
  fileBytes: 5 * 2 ** 30,
} as const;
