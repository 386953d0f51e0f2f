// Names of states, kinds and phases, and numbers as people read them.
import type { Job, JobState, PhaseName, SampleName, Task } from '../../../lambdas/jobs/contract.ts';

export const kinds: Readonly<Record<Job['kind'], string>> = {
  'word-count': 'Word count',
  'inverted-index': 'Inverted index',
  'log-analysis': 'Log analysis',
};

/** Each sample with the job kind that suits it best. */
export const samples: Readonly<Record<SampleName, { readonly name: string; readonly kind: Job['kind'] }>> = {
  words: { name: 'Words: 2 MB in 4 files', kind: 'word-count' },
  documents: { name: 'Documents: 60 small files', kind: 'inverted-index' },
  'access-log': { name: 'Access log: 40,000 lines', kind: 'log-analysis' },
};

export const partitioners = {
  hash: 'By hash: parts of similar size',
  range: 'By range: parts in one sorted order',
  'round-robin': 'Round robin: parts in turn',
} as const;

/** The empty one is the default. */
export const durationUnits = {
  '': 'Are no durations: they may be bytes',
  us: 'Are durations in microseconds (%D of Apache)',
  ms: 'Are durations in milliseconds',
  s: 'Are durations in seconds (%T of Apache)',
} as const;

export const states: Readonly<Record<JobState, string>> = {
  RUNNING: 'Running',
  CANCELLING: 'Cancelling',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};

export const phaseNames: Readonly<Record<PhaseName, string>> = { map: 'Map', merge: 'Merge', reduce: 'Reduce' };

export const taskStates: Readonly<Record<Task['state'], { readonly name: string; readonly sign: string }>> = {
  PENDING: { name: 'waiting', sign: '·' },
  RUNNING: { name: 'running', sign: '▸' },
  DONE: { name: 'done', sign: '✓' },
  FAILED: { name: 'failed', sign: '✕' },
};

type Outcome = NonNullable<Task['attempts'][number]['outcome']>;
export const outcomes: Readonly<Record<Outcome, string>> = {
  DONE: 'Done',
  FAILED: 'Failed',
  LATE: 'Another attempt finished first',
  STOPPED: 'Stopped with the job',
  LOST: 'Lost',
};

export const isAtWork = ({ state }: { readonly state: JobState }): boolean =>
  state === 'RUNNING' || state === 'CANCELLING';
