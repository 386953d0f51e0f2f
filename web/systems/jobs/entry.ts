// What MapReduce jobs declare to the console.
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
    lead: 'Count words, index documents or read a log, with many functions at once, and watch every task of it.',
    points: [
      ['The answer is never half of one.', 'A job succeeds as a whole, or says which task failed and why.'],
      ['A task may die.', 'Another attempt takes its place, and the result is the same to the byte.'],
      ['A sample is there.', 'No file of yours is needed to see it work.'],
    ],
  },
  load: () => import('./pages.ts'),
});
