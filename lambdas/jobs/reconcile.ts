// Ensures that each unfinished job has an execution working on it. Runs every minute, when an execution ends badly, and
// on demand.
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { sweep } from '../shared/base/waits/work-off.ts';
import { runStatus, startRun } from './execution-store.ts';
import { isEnded } from './job.ts';
import { changeJob, findJob, openJobs } from './store.ts';

/** Younger jobs are left alone: the request that made the job also starts its execution. */
const ON_ITS_WAY_MS = 15_000;
const PER_SHARD = 100;
const SWEEP = {
  mostMs: 45_000,
  atATime: 10,
  done: 'jobs reconciled',
  failed: 'job not reconciled, will be retried',
  field: 'jobId',
};
/** A job with this many runs needs a person to look at it. */
const TOO_MANY_RUNS = 10;

/**
 * The schedule's event, an execution's change of status (its name begins with the job id), or `{jobId}` for a call by
 * hand.
 */
interface Call {
  readonly jobId?: string;
  readonly detail?: { readonly name?: string };
}
type Outcome = 'ended' | 'running' | 'started' | 'restarted';

export const handler = async ({ jobId, detail }: Call = {}) => {
  const startedMs = systemClock.nowMs();
  const one = jobId ?? detail?.name?.split('-')[0];
  const jobIds = one ? [one] : await openJobs(startedMs - ON_ITS_WAY_MS, PER_SHARD);
  return sweep(jobIds, { ...SWEEP, startedMs }, reconcile);
};

async function reconcile(jobId: string): Promise<Outcome> {
  const job = await findJob(jobId);
  if (!job || isEnded(job)) return 'ended';
  const status = await runStatus(job);
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return 'running';
  if (status === undefined) return (await startRun(job)) === 'started' ? 'started' : 'running';
  // Store the run's number before starting it. If this function dies in between, the next run finds no execution and
  // starts it under that number.
  const again = await changeJob(job, { run: job.run + 1 });
  if (!again || again === 'quota') return 'running';
  const { run, correlationId } = again;
  log(run > TOO_MANY_RUNS ? 'error' : 'warn', 'job begins again', { jobId, correlationId, run });
  await startRun(again);
  return 'restarted';
}
