// What the contract and the workers both name.
import { problem } from '../shared/base/problem.ts';

/** Environment names of what this service's functions are bound to. */
export const bindings = {
  jobsTable: 'JOBS_TABLE',
  tasksTable: 'JOB_TASKS_TABLE',
  uploadsTable: 'JOB_UPLOADS_TABLE',
  quotasTable: 'JOB_QUOTAS_TABLE',
  bucket: 'JOBS_BUCKET',
  machineArn: 'JOBS_MACHINE_ARN',
} as const;

/** What one user may have. */
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

export const jobProblems = {
  uploadUnknown: problem(400, 'UPLOAD_UNKNOWN', 'An upload of the input is not one of yours'),
  jobNotDone: problem(409, 'JOB_NOT_DONE', 'This job has no result: it has not succeeded'),
  jobNotRunning: problem(409, 'JOB_NOT_RUNNING', 'This job is at its end'),
  jobNotFailed: problem(409, 'JOB_NOT_FAILED', 'Only a job that failed can be tried again'),
  jobNotEnded: problem(409, 'JOB_NOT_ENDED', 'This job is still at work: cancel it first'),
  uploadIncomplete: problem(409, 'UPLOAD_INCOMPLETE', 'These are not the parts that were uploaded'),
  tooManyJobs: problem(429, 'TOO_MANY_JOBS', 'You have as many jobs at work as one user may'),
  tooManyBytes: problem(429, 'TOO_MANY_BYTES', 'You have uploaded as much today as one user may'),
} as const;
