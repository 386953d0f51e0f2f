// Your jobs: start one, and see the others, newest first.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Heading } from '../../kit/heading.tsx';
import { Moment } from '../../kit/moment.tsx';
import { Paged, usePages } from '../../kit/pages.tsx';
import { PolledState } from '../../kit/pending.tsx';
import { usePolled } from '../../kit/polled.ts';
import { type JobSummary, type Jobs, listJobs } from './api.ts';
import { NewJob } from './new-job.tsx';
import { isAtWork, kinds, states } from './words.ts';

const POLL_MS = 2_000;

function Item({ job }: { job: JobSummary }): VNode {
  const { jobId, kind, state, reason, createdAt } = job;
  return (
    <li class="card">
      <h3>
        <a href={`#/jobs/${jobId}`}>
          {kinds[kind]}
          <span class="visually-hidden"> {jobId}</span>
        </a>
      </h3>
      <p class="facts">
        <span class={`badge ${state.toLowerCase()}`}>{states[state]}</span>{' '}
        <span>
          <Moment at={createdAt} />
        </span>{' '}
        <code>{jobId}</code>
      </p>
      {reason && <p class="target">{reason}</p>}
    </li>
  );
}

const list = (jobs: readonly JobSummary[]) => jobs.map((job) => <Item key={job.jobId} job={job} />);

/** The jobs after the first page, which is polled. */
function Older({ from, newer }: { from: string; newer: readonly JobSummary[] }): VNode {
  const pages = usePages(
    (cursor) => listJobs(cursor ?? from),
    ({ jobId }: JobSummary) => jobId,
  );
  const shown = new Set(newer.map(({ jobId }) => jobId));
  const items = pages.items.filter(({ jobId }) => !shown.has(jobId));
  return (
    <Paged pages={pages} empty="No more items.">
      <ul class="links" ref={pages.list} aria-label="Older jobs">
        {list(items)}
      </ul>
    </Paged>
  );
}

export function JobsView(): VNode {
  const [older, setOlder] = useState<string>();
  const polled = usePolled<Jobs>({
    key: 'jobs',
    read: () => listJobs(),
    waitMs: ({ items }) => (items.some(isAtWork) ? POLL_MS : undefined),
  });
  const { value } = polled;
  return (
    <>
      <Heading>MapReduce jobs</Heading>
      <p class="lead">
        Many functions split, map, shuffle and reduce the input at once. A failed task is retried, and a result is never
        partial.
      </p>
      <div class="columns">
        <NewJob />
        <section aria-labelledby="your-jobs">
          <h2 id="your-jobs">Your jobs</h2>
          <PolledState of={polled} />
          {value?.items.length === 0 && <p class="empty">No jobs yet. Your first job appears here within moments.</p>}
          {value && value.items.length > 0 && (
            <ul class="links" aria-label="Jobs">
              {list(value.items)}
            </ul>
          )}
          {value?.cursor && older === undefined && (
            <p class="more">
              <button type="button" onClick={() => setOlder(value.cursor)}>
                Load more
              </button>
            </p>
          )}
          {value && older !== undefined && <Older from={older} newer={value.items} />}
        </section>
      </div>
    </>
  );
}
