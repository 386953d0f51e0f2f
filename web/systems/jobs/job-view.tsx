// One job, updated live until it ends.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Job, Task } from '../../../lambdas/jobs/contract.ts';
import { FailureAlert, useAction } from '../../kit/action.tsx';
import { ConfirmDialog } from '../../kit/confirm-dialog.tsx';
import { Heading } from '../../kit/heading.tsx';
import { Moment } from '../../kit/moment.tsx';
import { counted, duration } from '../../kit/numbers.ts';
import { PolledState } from '../../kit/pending.tsx';
import { usePolled } from '../../kit/polled.ts';
import type { Seen } from '../../kit/requests/request.ts';
import { announce } from '../../kit/status.tsx';
import { cancelJob, deleteJob, getJob, listTasks, retryJob } from './api.ts';
import { JobResultCard } from './job-result.tsx';
import { Phases } from './phases.tsx';
import { isAtWork, kinds, states } from './words.ts';

interface Shown {
  readonly job: Job;
  readonly tasks: readonly Task[];
}

const hasOpenAttempt = ({ attempts }: Task): boolean => attempts.some(({ outcome }) => outcome === null);

/**
 * Polls often at first, while tasks change every second, and less often later. A dead attempt is detected only some
 * seconds later, when its job may already have ended.
 */
const waitMs = ({ job, tasks }: Shown, sinceMs: number): number | undefined => {
  if (isAtWork(job)) return sinceMs < 30_000 ? 500 : 2_000;
  return tasks.some(hasOpenAttempt) ? 2_000 : undefined;
};

/** Requests the job and its tasks together, and keeps whichever has not changed. */
function reader(jobId: string): (seen: Seen) => Promise<Shown | undefined> {
  const seenTasks: Seen = {};
  let job: Job | undefined;
  let tasks: readonly Task[] | undefined;
  let shown: Shown | undefined;
  return async (seen) => {
    // Store each answer as it arrives: when only the other request fails, this one is not sent again.
    await Promise.all([
      getJob(jobId, seen).then((answer) => {
        job = answer ?? job;
      }),
      listTasks(jobId, seenTasks).then((answer) => {
        tasks = answer ?? tasks;
      }),
    ]);
    if (!job || !tasks || (shown?.job === job && shown.tasks === tasks)) return undefined;
    shown = { job, tasks };
    return shown;
  };
}

/** The number of unreadable records that a retry may leave out. */
const MOST_SKIPPED = 500;

function headline({ kind, state, createdAt, endedAt }: Job): string {
  const took = endedAt && ` after ${duration((Date.parse(endedAt) - Date.parse(createdAt)) / 1000)}`;
  return `${kinds[kind]}: ${states[state].toLowerCase()}${took || ''}.`;
}

function Actions({ job, again }: { job: Job; again: () => void }): VNode {
  const { jobId, state } = job;
  const { busy, failure, run } = useAction();
  const [doomed, setDoomed] = useState(false);
  const act = (words: string, work: () => Promise<void>) => () =>
    run(async () => {
      await work();
      announce(words);
      again();
    });
  const remove = async (): Promise<void> => {
    await deleteJob(jobId);
    announce('The job is deleted.');
    location.assign('#/jobs');
  };
  const retried = 'The job continues.';
  return (
    <>
      <div class="actions">
        {state === 'RUNNING' && (
          <button
            type="button"
            class="danger"
            aria-disabled={busy}
            onClick={act('The job is being cancelled.', () => cancelJob(jobId))}
          >
            Cancel the job
          </button>
        )}
        {state === 'FAILED' && (
          <>
            <button type="button" class="primary" aria-disabled={busy} onClick={act(retried, () => retryJob(jobId))}>
              Try again
            </button>
            <button type="button" aria-disabled={busy} onClick={act(retried, () => retryJob(jobId, MOST_SKIPPED))}>
              Try again, skipping unreadable records
            </button>
          </>
        )}
        {!isAtWork(job) && (
          <button type="button" class="quiet danger-text" onClick={() => setDoomed(true)}>
            Delete
          </button>
        )}
      </div>
      <FailureAlert failure={failure} />
      {doomed && (
        <ConfirmDialog
          title="Delete this job?"
          text="This also deletes its result, and the uploads that no other job uses."
          verb="Delete"
          work={remove}
          onClose={() => setDoomed(false)}
        />
      )}
    </>
  );
}

export function JobView({ jobId }: { jobId: string }): VNode {
  const [read, setRead] = useState(() => reader(jobId));
  const polled = usePolled<Shown>({ key: jobId, read: (seen) => read(seen), waitMs });
  const { value } = polled;
  const again = (): void => {
    // A new reader forgets the tasks' version along with the job's.
    setRead(() => reader(jobId));
    polled.again();
  };
  const job = value?.job;
  return (
    <>
      <p class="back">
        <a href="#/jobs">← Your jobs</a>
      </p>
      <Heading>
        Job <span class="code">{jobId}</span>
      </Heading>
      {value && job && (
        <>
          <p class="facts">
            <span class={`badge ${job.state.toLowerCase()}`}>{states[job.state]}</span>{' '}
            <span>
              Started <Moment at={job.createdAt} />
            </span>{' '}
            <span>
              {counted(job.partitions, 'partition')} by {job.partitioner}
            </span>
          </p>
          <p class="headline" role="status">
            {headline(job)}
          </p>
          {job.state === 'FAILED' && job.reason && (
            <div class="alert" role="alert">
              <p>
                <strong>Reason for the failure</strong>
              </p>
              <p>{job.reason}</p>
            </div>
          )}
          <Actions job={job} again={again} />
          {job.state === 'SUCCEEDED' && <JobResultCard jobId={jobId} />}
        </>
      )}
      <PolledState of={{ ...polled, again }} verb="Reload" doing="Loading…" />
      {value && <Phases job={value.job} tasks={value.tasks} />}
    </>
  );
}
