// The refusals of the jobs service.
import { problem } from '../shared/base/problem.ts';

export const jobProblems = {
  uploadUnknown: problem(400, 'UPLOAD_UNKNOWN', 'An upload of the input is not one of yours'),
  jobNotDone: problem(409, 'JOB_NOT_DONE', 'This job has no result: it has not succeeded'),
  jobNotRunning: problem(409, 'JOB_NOT_RUNNING', 'This job is at its end'),
  jobNotFailed: problem(409, 'JOB_NOT_FAILED', 'Only a job that failed can be tried again'),
  jobNotEnded: problem(409, 'JOB_NOT_ENDED', 'This job is still at work: cancel it first'),
  uploadIncomplete: problem(409, 'UPLOAD_INCOMPLETE', 'These are not all the parts of the upload, each of its length'),
  tooManyJobs: problem(429, 'TOO_MANY_JOBS', 'You have as many jobs at work as one user may'),
  noMoreJobsToday: problem(
    429,
    'NO_MORE_JOBS_TODAY',
    'All users together have started as much today as this system may run',
  ),
  tooManyBytes: problem(429, 'TOO_MANY_BYTES', 'You have uploaded as much today as one user may'),
} as const;
