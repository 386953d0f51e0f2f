// The console's entry for MapReduce jobs.
import { system } from '../../shell/system.ts';

export const entry = system({
  title: 'Jobs',
  group: 'Data',
  stations: [
    {
      name: 'MapReduce',
      design: 'Jobs fanned out over many functions.',
      behind: 'A Step Functions map over four functions, S3 for the shuffle, DynamoDB for the tasks.',
      service: 'jobs',
      href: '#/jobs',
    },
  ],
  routes: {
    jobs: { path: '/jobs', title: 'Jobs' },
    job: { path: '/jobs/:jobId', where: { jobId: '[0-9a-f]{20}' }, title: 'Job :jobId' },
  },
  goal: {
    title: 'Sign in to start a job',
    lead: 'Count words, index documents or analyse a log on many functions at once, and watch every task.',
    points: [
      ['A result is never partial.', 'A job succeeds as a whole, or shows which task failed and why.'],
      ['Tasks can crash.', 'Another attempt takes over, and the result is identical to the byte.'],
      ['Samples are included.', 'You can start without files of your own.'],
    ],
  },
  load: () => import('./pages.ts'),
});
