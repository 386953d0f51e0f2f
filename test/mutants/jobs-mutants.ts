// Bugs in jobs as people make them, and the test of each that has to notice.
import { local, type Mutant, unit } from './mutant.ts';

const taskStore = 'lambdas/jobs/task-store.ts';
const attempts = local('jobs-attempts');

export const mutants: readonly Mutant[] = [
  {
    name: 'a second attempt commits over the first',
    file: taskStore,
    find: "      ConditionExpression: '#state <> :done',\n",
    replace: "      ConditionExpression: 'attribute_exists(taskId)',\n",
    test: attempts,
    only: 'the first to commit counts',
  },
  {
    name: 'an attempt counts though its job was cancelled',
    file: taskStore,
    find: "'#state = :running AND #run = :run'",
    replace: "'attribute_exists(#state) OR #state = :running OR #run = :run'",
    test: attempts,
    only: 'none counts once its job is cancelled',
  },
  {
    name: 'two begin the same attempt',
    file: taskStore,
    find: "earlier === 0 ? 'attribute_not_exists(taskId)'",
    replace: "earlier === 0 ? 'attribute_not_exists(output)'",
    test: attempts,
    only: 'begun at the same time',
  },
  {
    name: 'a job is changed by what was decided on its former state',
    file: 'lambdas/jobs/store.ts',
    find: "ConditionExpression: '#state = :was AND #run = :wasRun'",
    replace: "ConditionExpression: '#state = :was OR #run = :wasRun'",
    test: attempts,
    only: 'that somebody changed meanwhile',
  },
  {
    name: "another's job is shown",
    file: 'lambdas/jobs/asking.ts',
    find: "if (job?.ownerId !== ownerId || job.state === 'DELETING')",
    replace: "if (!job || job.state === 'DELETING')",
    test: local('jobs'),
    only: 'of another user is not there',
  },
  {
    name: "another's upload is taken as input",
    file: 'lambdas/jobs/asking.ts',
    find: 'upload.ownerId === ownerId ? [upload.uploadId] : []',
    replace: 'ownerId ? [upload.uploadId] : []',
    test: local('jobs'),
    only: 'of another user is not there',
  },
  {
    name: 'the work of a job that is done stays',
    file: 'lambdas/jobs/advance-job.ts',
    find: 'if (done) await tidy(done);',
    replace: 'if (!done) return ended;',
    test: local('jobs'),
    only: 'by hash counts',
  },
  {
    name: 'a form takes more bytes than were announced',
    file: 'lambdas/jobs/presign.ts',
    find: "['content-length-range', bytes, bytes]",
    replace: "['content-length-range', 0, 2 * bytes]",
    test: local('jobs-uploads'),
    only: 'a form takes the bytes',
  },
  {
    name: 'a record that cannot be read is tried four times',
    file: 'lambdas/jobs/attempt.ts',
    find: 'if (!isPoison(error)) throw error;',
    replace: 'if (error) throw error;',
    test: local('jobs-ends'),
    only: 'fails its task alone',
  },
  {
    name: 'a job at its end keeps its place in the quota',
    file: 'lambdas/jobs/store.ts',
    find: 'ends ? [giveQuotaBack(job)] : []',
    replace: '[]',
    test: local('jobs-ends'),
    only: 'has so many jobs at work',
  },
  {
    name: 'beside a straggler a third attempt begins',
    file: 'lambdas/jobs/task.ts',
    find: '(living === 1 && straggles())',
    replace: 'straggles()',
    test: unit('jobs/task'),
    only: 'one other attempt, not two',
  },
  {
    name: 'what failed in an earlier run counts as failed for ever',
    file: 'lambdas/jobs/task.ts',
    find: "if (task.state === 'FAILED' && task.run === run) return 'failed';",
    replace: "if (task.state === 'FAILED') return 'failed';",
    test: unit('jobs/task'),
    only: 'is open in the next',
  },
];
