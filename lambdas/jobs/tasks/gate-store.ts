// Gates of a job: one small item per shard of its tasks, in the jobs table. A gate holds the run whose attempts count.
//
// pattern                          | key condition                     | index | cost
// an attempt begins, beats, counts | check <job>#<shard> for its run   | -     | 2 WCU, in its transaction
// a job starts, ends or opens      | update <job>#<0..N-1>             | -     | 2 WCU each, in the job's transaction
// a new run takes over             | update <job>#<0..N-1>, only upwards | -   | 1 WCU each
//
// Attempts never touch the job's own item, so a cancel does not compete with a thousand of them. The job's item decides,
// and the gates follow: in the same transaction when the job ends, and otherwise before anybody reads the tasks for the
// new run. Until then, an attempt that counts is one that was a moment earlier (docs/decisions/0024-gates.md).
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { writeIf } from '../../shared/tables/conditional-write.ts';
import { itemOf } from '../../shared/tables/item.ts';
import { gather, shardKey } from '../../shared/tables/shards.ts';
import { openRunOf, type StoredJob, shardsOf } from '../job.ts';
import { tables } from '../resources.ts';

const gateOf = (jobId: string, shard: number) => itemOf(tables.jobs, { jobId: shardKey(jobId, shard) });
const names = { '#run': 'run' };
const shardNumbers = (job: StoredJob) => Array.from({ length: shardsOf(job) }, (_, shard) => shard);
/** Lets attempts of the job's run through, and no others. */
const openGate = (job: StoredJob, shard: number) => ({
  ...gateOf(job.jobId, shard),
  UpdateExpression: 'SET #run = :run',
  ExpressionAttributeNames: names,
  ExpressionAttributeValues: { ':run': openRunOf(job) },
});

/** Fails unless attempts of this run count. */
export const checkGate = (of: { readonly jobId: string; readonly shard: number; readonly run: number }) => ({
  ConditionCheck: {
    ...gateOf(of.jobId, of.shard),
    ConditionExpression: '#run = :run',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ':run': of.run },
  },
});

/** For the transaction that starts, ends or opens the job. */
export const setGates = (job: StoredJob) => shardNumbers(job).map((shard) => ({ Update: openGate(job, shard) }));

export const removeGates = (job: StoredJob) => shardNumbers(job).map((shard) => ({ Delete: gateOf(job.jobId, shard) }));

/**
 * Shuts out all runs but the one that the job's item names. Changes no gate that is further, so the caller that decided
 * and the run that it decided on may both do it, in any order.
 */
export async function takeGates(job: StoredJob): Promise<void> {
  // Jobs of older versions come without a gate. Any other gate is not made anew when its job is gone.
  const orNone = job.shards === undefined ? 'attribute_not_exists(#run) OR ' : '';
  await gather(shardsOf(job), (shard) =>
    writeIf(new UpdateCommand({ ...openGate(job, shard), ConditionExpression: `${orNone}#run < :run` })),
  );
}
