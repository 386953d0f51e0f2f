// Realistic bugs of the attempts at a job's tasks, and of the gates that they pass.
import { local, type Mutant, unit } from './mutant.ts';

const taskStore = 'lambdas/jobs/tasks/task-store.ts';
const gateStore = 'lambdas/jobs/tasks/gate-store.ts';
const attempts = local('jobs/jobs-attempts');
const gates = local('jobs/jobs-gates');

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
    file: gateStore,
    find: "    ConditionExpression: '#run = :run',\n",
    replace: "    ConditionExpression: 'attribute_exists(#run) OR #run = :run',\n",
    test: attempts,
    only: 'none counts once its job is cancelled',
  },
  {
    name: 'a cancel leaves the gate of the last shard open',
    file: gateStore,
    find: 'gather(shardsOf(job), (shard) =>',
    replace: 'gather(shardsOf(job) - 1, (shard) =>',
    test: gates,
    only: 'once its job',
  },
  {
    name: 'an end leaves the gate of the last shard open',
    file: gateStore,
    find: 'export const setGates = (job: StoredJob) => shardNumbers(job).map(',
    replace:
      "export const setGates = (job: StoredJob) => shardNumbers(job).slice(0, job.state === 'RUNNING' ? 64 : -1).map(",
    test: gates,
    only: 'once its job',
  },
  {
    name: 'a cancelled job cleans up while its attempts still count',
    file: 'lambdas/jobs/advance-job.ts',
    find: "job.state === 'RUNNING' || job.state === 'CANCELLING') await takeGates",
    replace: "job.state === 'RUNNING') await takeGates",
    test: gates,
    only: 'died before it shut a gate',
  },
  {
    name: 'a late caller makes a gate of a job that is gone',
    file: gateStore,
    find: "'attribute_not_exists(#run) OR ' : ''",
    replace: "'attribute_not_exists(#run) OR ' : 'attribute_not_exists(#run) OR '",
    test: gates,
    only: 'leaves no gate, and nobody makes one anew',
  },
  {
    name: 'attempts check the item of the job itself',
    file: gateStore,
    find: 'itemOf(tables.jobs, { jobId: shardKey(jobId, shard) })',
    replace: 'itemOf(tables.jobs, { jobId: shard < 0 ? shardKey(jobId, shard) : jobId })',
    test: gates,
    only: 'costs the same four units',
  },
  {
    name: 'a task is attempted twice while another worker is busy',
    file: 'lambdas/jobs/tasks/task.ts',
    find: '[task, ...phase].every(',
    replace: '[task].every(',
    test: unit('jobs/tasks/task'),
    only: 'anybody else works',
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
    name: 'a job is changed by a decision on its former state',
    file: 'lambdas/jobs/store.ts',
    find: "ConditionExpression: '#state = :was AND #run = :wasRun'",
    replace: "ConditionExpression: '#state = :was OR #run = :wasRun'",
    test: attempts,
    only: 'that somebody changed meanwhile',
  },
  {
    name: 'a straggler gets a third attempt',
    file: 'lambdas/jobs/tasks/task.ts',
    find: '(living === 1 && straggles())',
    replace: 'straggles()',
    test: unit('jobs/tasks/task'),
    only: 'one other attempt, not two',
  },
  {
    name: 'a failure of an earlier run counts for ever',
    file: 'lambdas/jobs/tasks/task.ts',
    find: "if (task.state === 'FAILED' && task.run === run) return 'failed';",
    replace: "if (task.state === 'FAILED') return 'failed';",
    test: unit('jobs/tasks/task'),
    only: 'is open in the next',
  },
  {
    name: 'the output of an attempt is removed when its commit got no answer',
    file: 'lambdas/jobs/tasks/attempt-task.ts',
    find: '  const outcome = await commit(call, index, output);\n',
    replace: '  const outcome = await commit(call, index, output).catch(undo);\n',
    test: local('jobs/jobs-attempts'),
    only: 'never hears that it counts',
  },
];
