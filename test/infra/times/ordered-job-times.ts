// The rows of moments of jobs: heartbeats, timers of the state machine, the reconciler, and what outlives what.
import { DAY, end, HOUR, type Moments, SECOND, set } from './ordered-times.ts';

const task = (name: string) => set('lambdas/jobs/tasks/task.ts', name);
const machine = (name: string) => set('lib/constructs/map-reduce.ts', name, SECOND);
const kept = (prefix: string) => set('lambdas/jobs/resources.ts', prefix, DAY);

const beat = task('BEAT_MS');
const watched = set('lambdas/jobs/tasks/attempt-task.ts', 'WAIT_MS');
const cleaned = set('lambdas/jobs/clean-up-job.ts', 'WAIT_MS');
const late = task('LATE_MS');
const dead = task('STALE_MS');
const killed = end('jobs/run-task');
const sweep = (name: string) => set('lambdas/jobs/reconcile.ts', name);

export const jobRows: readonly (readonly [string, Moments])[] = [
  [
    'an attempt misses beats, is late, is dead, and its job is cleaned up',
    [
      ['two beats are missed', 2 * beat],
      ['it is late', late],
      ['four beats are missed', 4 * beat],
      ['it is dead', dead],
      ['the clean-up looks last', cleaned],
      ['the clean-up is killed', end('jobs/advance-job')],
      ['the machine asks again', machine('ADVANCE_SECONDS')],
    ],
  ],
  [
    'an attempt is late before a watch of it is over, and a watch is over before its timer',
    [
      ['a look', set('lambdas/jobs/tasks/attempt-task.ts', 'LOOK_EVERY_MS')],
      ['an attempt is late', late],
      ['a watch that saw it answers', watched],
      ['the first call is left to itself', machine('RUN_SECONDS')],
      ['a watch is left to itself', machine('WATCH_SECONDS')],
      ['an attempt that sleeps is killed', killed],
      ['its run is over', machine('JOB_SECONDS')],
    ],
  ],
  [
    'a watch sees a silent attempt die before it is itself left alone',
    [
      ['an attempt begun at once is dead', dead],
      ['the first call and two watches are over', machine('RUN_SECONDS') + 2 * watched],
    ],
  ],
  [
    'the request that starts a job is over before the reconciler looks, and the reconciler stops before it is killed',
    [
      ['the request is killed', end('jobs/http')],
      ['the reconciler looks', sweep('ON_ITS_WAY_MS')],
      ['the reconciler stops', sweep('mostMs')],
      ['it is killed', end('jobs/reconcile')],
    ],
  ],
  [
    'a form is posted at its end, and a job over the upload runs as long as it may, before the upload goes',
    [
      ['the form ends', set('lambdas/jobs/uploads/manage-upload.ts', 'URL_SECONDS', SECOND)],
      ['the run is over', set('lambdas/jobs/uploads/manage-upload.ts', 'URL_SECONDS', SECOND) + machine('JOB_SECONDS')],
      ['the upload goes', kept('uploads')],
    ],
  ],
  [
    'intermediate data outlives its run and the last attempt that sleeps through it, and a URL its result',
    [
      ['the URL of a part ends', set('lambdas/jobs/manage-job.ts', 'URL_SECONDS', SECOND)],
      ['the run is over', machine('JOB_SECONDS')],
      ['an attempt that slept is killed', machine('JOB_SECONDS') + killed],
      ['intermediate data goes', kept('work')],
      ['results go', kept('results')],
    ],
  ],
  [
    'presigned URLs end while the keys that signed them are still good',
    [
      ['the URL of a part ends', set('lambdas/jobs/manage-job.ts', 'URL_SECONDS', SECOND)],
      ['the form ends', set('lambdas/jobs/uploads/manage-upload.ts', 'URL_SECONDS', SECOND)],
      // A role session of Lambda; Amazon S3, Sharing objects with presigned URLs.
      ['the session ends', 12 * HOUR],
    ],
  ],
];
