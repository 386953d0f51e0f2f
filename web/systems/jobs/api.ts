// The requests of the jobs pages. Imports only the contract's types, so no schema is bundled.
import type * as z from 'zod/mini';
import type { Job, JobPage, JobResult, StartJob, Task, Tasks, Upload } from '../../../lambdas/jobs/contract.ts';
import { queryOf } from '../../kit/requests/query.ts';
import type { Seen } from '../../kit/requests/request.ts';
import { send } from '../../shell/account.ts';

export type Jobs = z.infer<typeof JobPage>;
export type JobSummary = Jobs['items'][number];

export const listJobs = (cursor?: string): Promise<Jobs> => send('GET', `/api/jobs${queryOf({ limit: 20, cursor })}`);

export const startJob = (wish: StartJob, idempotencyKey: string): Promise<{ jobId: string }> =>
  send('POST', '/api/jobs', { body: wish, idempotencyKey });

export const announceUpload = (filename: string, sizeBytes: number): Promise<Upload> =>
  send('POST', '/api/jobs/uploads', { body: { filename, sizeBytes } });

/** Resolves to `undefined` when nothing has changed since `seen`. */
export const getJob = (jobId: string, seen: Seen): Promise<Job | undefined> =>
  send('GET', `/api/jobs/${jobId}`, { seen });

export const listTasks = async (jobId: string, seen: Seen): Promise<readonly Task[] | undefined> =>
  (await send<z.infer<typeof Tasks> | undefined>('GET', `/api/jobs/${jobId}/tasks`, { seen }))?.items;

export const getResult = (jobId: string): Promise<JobResult> => send('GET', `/api/jobs/${jobId}/result`);

export const cancelJob = (jobId: string): Promise<void> => send('POST', `/api/jobs/${jobId}/cancel`);

export const retryJob = (jobId: string, skipUpTo?: number): Promise<void> =>
  send('POST', `/api/jobs/${jobId}/retry`, {
    body: skipUpTo === undefined ? {} : { poison: { policy: 'skip', upTo: skipUpTo } },
  });

export const deleteJob = (jobId: string): Promise<void> => send('DELETE', `/api/jobs/${jobId}`);
