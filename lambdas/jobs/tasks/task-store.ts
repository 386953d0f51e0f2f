// The tasks table: each task of a job with its attempts. A task exists from its first attempt on.
//
// pattern                     | key condition                                              | cost
// one task                    | get <job>#<shard> + taskId, strongly consistent            | 1 RCU per 4 KB
// tasks of a job, of a phase  | each of N shards, taskId begins with the phase             | N RCU, or 1 per 4 KB, consistent
// begin an attempt            | update, if it is the next; its gate checked                | 4 WCU, a transaction
// heartbeat of an attempt     | update, if not ended; its gate checked                     | 4 WCU, every 2 s
// commit of an attempt        | update, if the task is not done; its gate checked          | 4 WCU or more, by size
// end of an attempt           | update                                                     | 1 WCU per KB
//
// An attempt counts only through its commit. Of several attempts the first counts, and none after its job is cancelled.
// Shard 0 is the bare job id, as the only shard of a job of 32 tasks, and of jobs of older versions.
import { DeleteCommand, type TransactWriteCommandInput, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { transact, writeIf } from '../../shared/tables/conditional-write.ts';
import { dynamodb } from '../../shared/tables/dynamodb.ts';
import { itemOf, readItem, tableOf } from '../../shared/tables/item.ts';
import { keyCondition } from '../../shared/tables/key-condition.ts';
import { queryShards } from '../../shared/tables/query.ts';
import { shardKey } from '../../shared/tables/shards.ts';
import { type StoredJob, shardsOf } from '../job.ts';
import { tables } from '../resources.ts';
import type { PhaseName } from '../schemas.ts';
import { checkGate } from './gate-store.ts';
import type { Attempt, Output, Run, StoredTask } from './task.ts';

const partitionOf = (jobId: string, shard: number): string => (shard === 0 ? jobId : shardKey(jobId, shard));
const taskOf = ({ jobId, shard, taskId }: Omit<Run, 'run'>) =>
  itemOf(tables.tasks, { jobId: partitionOf(jobId, shard), taskId });

export const findTask = (of: Omit<Run, 'run'>): Promise<StoredTask | undefined> => readItem(taskOf(of));

/** All tasks that were started, or those of one phase, in the order of their ids. */
export async function tasksOf(job: Pick<StoredJob, 'jobId' | 'shards'>, phase?: PhaseName): Promise<StoredTask[]> {
  const tasks = await queryShards<StoredTask>(shardsOf(job), (shard) => ({
    ...tableOf(tables.tasks),
    ...keyCondition(tables.tasks, `jobId = :jobId${phase ? ' AND begins_with(taskId, :phase)' : ''}`),
    ExpressionAttributeValues: {
      ':jobId': partitionOf(job.jobId, shard),
      ...(phase && { ':phase': `${phase}-` }),
    },
    ConsistentRead: true,
  }));
  return tasks.sort((a, b) => (a.taskId < b.taskId ? -1 : 1));
}

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** `stopped` when the job is no longer running in that run, `refused` when the task does not meet the condition. */
async function whileRunning(of: Run, write: Write): Promise<'written' | 'refused' | 'stopped'> {
  const refused = await transact([checkGate(of), write]);
  if (!refused) return 'written';
  return refused[0]?.Code === 'ConditionalCheckFailed' ? 'stopped' : 'refused';
}

const names = { '#state': 'state', '#run': 'run', '#bytes': 'bytes', '#index': 'index' };

/** Records the task's next attempt. `refused` when another caller started one, or the task is done: read it again. */
export const beginAttempt = (
  of: Run,
  task: Pick<StoredTask, 'phase' | 'index' | 'bytes'>,
  earlier: number,
  attempt: Attempt,
) =>
  whileRunning(of, {
    Update: {
      ...taskOf(of),
      UpdateExpression:
        'SET phase = :phase, #index = :index, #bytes = :bytes, #state = :running, #run = :run, ' +
        'attempts = list_append(if_not_exists(attempts, :none), :attempt) REMOVE reason',
      ConditionExpression:
        earlier === 0 ? 'attribute_not_exists(taskId)' : '#state <> :done AND size(attempts) = :earlier',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: {
        ':phase': task.phase,
        ':index': task.index,
        ':bytes': task.bytes,
        ':running': 'RUNNING',
        ':run': of.run,
        ':none': [],
        ':attempt': [attempt],
        ...(earlier > 0 && { ':done': 'DONE', ':earlier': earlier }),
      },
    },
  });

/** `index` is the attempt's position in the list, which only grows. */
export const beat = (of: Run, index: number, bytes: number, nowMs: number) =>
  whileRunning(of, {
    Update: {
      ...taskOf(of),
      UpdateExpression: `SET attempts[${index}].beatAtMs = :now, attempts[${index}].#bytes = :bytes`,
      ConditionExpression: '#state = :running',
      ExpressionAttributeNames: { '#state': 'state', '#bytes': 'bytes' },
      ExpressionAttributeValues: { ':now': nowMs, ':bytes': bytes, ':running': 'RUNNING' },
    },
  });

/**
 * This attempt completes the task. `refused` when another attempt has, or when this one has and its response was lost.
 */
export const commitAttempt = (of: Run, index: number, output: Output, nowMs: number) =>
  whileRunning(of, {
    Update: {
      ...taskOf(of),
      UpdateExpression:
        `SET #state = :done, #output = :output, attempts[${index}].endedAtMs = :now, ` +
        `attempts[${index}].outcome = :done REMOVE reason`,
      ConditionExpression: '#state <> :done',
      ExpressionAttributeNames: { '#state': 'state', '#output': 'output' },
      ExpressionAttributeValues: { ':done': 'DONE', ':output': output, ':now': nowMs },
    },
  });

/** Records why an attempt ended without a result. */
export const endAttempt = (
  of: Run,
  index: number,
  outcome: NonNullable<Attempt['outcome']>,
  nowMs: number,
  reason?: string,
): Promise<boolean> =>
  writeIf(
    new UpdateCommand({
      ...taskOf(of),
      UpdateExpression:
        `SET attempts[${index}].endedAtMs = :now, attempts[${index}].outcome = :outcome` +
        (reason === undefined ? '' : `, attempts[${index}].reason = :reason`),
      ConditionExpression: `attribute_exists(attempts[${index}]) AND attribute_not_exists(attempts[${index}].endedAtMs)`,
      ExpressionAttributeValues: {
        ':now': nowMs,
        ':outcome': outcome,
        ...(reason !== undefined && { ':reason': reason }),
      },
    }),
  );

/** Gives the task up for this run, unless it is done. */
export const failTask = (
  of: Run,
  { phase, index, bytes }: Pick<StoredTask, 'phase' | 'index' | 'bytes'>,
  reason: string,
) =>
  whileRunning(of, {
    Update: {
      ...taskOf(of),
      UpdateExpression:
        'SET phase = :phase, #index = :index, #bytes = :bytes, #state = :failed, #run = :run, reason = :reason, ' +
        'attempts = if_not_exists(attempts, :none)',
      ConditionExpression: 'attribute_not_exists(taskId) OR #state <> :done',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: {
        ':phase': phase,
        ':index': index,
        ':bytes': bytes,
        ':failed': 'FAILED',
        ':done': 'DONE',
        ':run': of.run,
        ':reason': reason,
        ':none': [],
      },
    },
  });

export async function removeTask(of: Omit<Run, 'run'>): Promise<void> {
  await dynamodb().send(new DeleteCommand(taskOf(of)));
}
