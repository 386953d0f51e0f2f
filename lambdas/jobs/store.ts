// The jobs table, and how much of the quotas each user has used.
//
// pattern                        | key condition                                | index   | cost
// start a job                    | put jobId, if there is none; its quota, gates | -      | 4 WCU and 2 a gate, a transaction
// one job                        | get jobId, strongly consistent               | -       | 1 RCU per 4 KB
// own jobs, newest first         | ownerId, createdAtMs descending              | byOwner | 0.5 RCU per 4 KB
// change of a job                | update jobId, if state and run are unchanged | -     | 1 WCU per KB; its end as its start
// jobs for the reconciler        | open: open#<0..N-1>, createdAtMs before T    | open    | 0.5 RCU per 4 KB; N shards of 1,000 WCU
// active jobs of a user          | update jobs#<userId>, a set of ids           | -       | in the transactions above
// bytes a user announced today   | update bytes#<userId>#<day>, below the quota | -       | 1 WCU
// input bytes of today's jobs    | update started#all#<day>, below the limit    | -       | 2 WCU, only where there is a limit
//
// A job id is a uniform hash, so its partitions share the load. The quota is a set of ids: adding one twice adds one.
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { utcDay } from '../shared/base/clock.ts';
import { optionalEnv } from '../shared/base/env.ts';
import type { Listed } from '../shared/base/resources.ts';
import { shardOf } from '../shared/base/shard-of.ts';
import { transact, writeIf } from '../shared/tables/conditional-write.ts';
import { addToDay } from '../shared/tables/day-sum.ts';
import { itemOf, readItem, tableOf } from '../shared/tables/item.ts';
import { keyCondition } from '../shared/tables/key-condition.ts';
import { queryPage, queryShards } from '../shared/tables/query.ts';
import { shardCount, shardKey } from '../shared/tables/shards.ts';
import { isEnded, openRunOf, type StoredJob } from './job.ts';
import { quotas } from './limits.ts';
import { bindings, tables } from './resources.ts';
import { removeGates, setGates, takeGates } from './tasks/gate-store.ts';

const { byOwner, open } = tables.jobs.index;
const OPEN = open.partition.name;

const openShard = (jobId: string): string => shardKey(OPEN, shardOf(jobId, shardCount(bindings.jobsTable)));

const quotaOf = (ownerId: string) => ({ ...itemOf(tables.quotas, { id: `jobs#${ownerId}` }) });

const takeQuota = ({ ownerId, jobId }: StoredJob) => ({
  Update: {
    ...quotaOf(ownerId),
    UpdateExpression: 'ADD active :ids',
    ConditionExpression: 'attribute_not_exists(active) OR size(active) < :most OR contains(active, :id)',
    ExpressionAttributeValues: { ':ids': new Set([jobId]), ':id': jobId, ':most': quotas.activeJobs },
  },
});
const giveQuotaBack = ({ ownerId, jobId }: StoredJob) => ({
  Update: {
    ...quotaOf(ownerId),
    UpdateExpression: 'DELETE active :ids',
    ExpressionAttributeValues: { ':ids': new Set([jobId]) },
  },
});

/** Adds to the input bytes of the day, if there is a limit for all users together. */
function bytesOfAll(amount: number, nowMs: number) {
  const most = optionalEnv(bindings.dailyBytes);
  if (!most) return [];
  const item = itemOf(tables.quotas, { id: `started#all#${utcDay(nowMs)}` });
  return [{ Update: addToDay(item, { sum: 'bytes', amount, most: Number(most), nowMs }) }];
}

/**
 * The job, stored now or by an earlier attempt of its operation. `owner`: its owner already has the maximum number.
 * `all`: its input exceeds what all users together may start per day.
 */
export async function addJob(job: StoredJob, inputBytes: number): Promise<StoredJob | 'owner' | 'all'> {
  const put = {
    Put: {
      ...tableOf(tables.jobs),
      Item: { ...job, [OPEN]: openShard(job.jobId) },
      ConditionExpression: 'attribute_not_exists(jobId)',
    },
  };
  const gates = setGates(job);
  const refused = await transact([put, takeQuota(job), ...gates, ...bytesOfAll(inputBytes, job.createdAtMs)]);
  if (!refused) return job;
  const failed = refused.map(({ Code }) => Code === 'ConditionalCheckFailed');
  const known = failed[0] ? await findJob(job.jobId) : undefined;
  return known ?? (failed[1] ? 'owner' : 'all');
}

export const findJob = (jobId: string): Promise<StoredJob | undefined> => readItem(itemOf(tables.jobs, { jobId }));

export interface JobPosition {
  readonly jobId: string;
  readonly ownerId: string;
  readonly createdAtMs: number;
}

/** The attributes of a job in the index. */
export type ListedJob = Listed<StoredJob, typeof tables.jobs, typeof byOwner>;

/** A page of an owner's jobs, newest first; the index follows the table within moments. */
export const listJobs = (ownerId: string, limit: number, after?: JobPosition) =>
  queryPage<ListedJob, JobPosition>(
    {
      ...tableOf(tables.jobs),
      ...keyCondition(byOwner, 'ownerId = :ownerId'),
      ExpressionAttributeValues: { ':ownerId': ownerId },
      ScanIndexForward: false,
      Limit: limit,
    },
    after,
  );

type Change = Partial<Pick<StoredJob, 'state' | 'run' | 'phases' | 'reason' | 'result' | 'endedAtMs' | 'poison'>>;

/**
 * The job after the change; undefined when it changed since it was read, and nothing is written. A change to an end
 * state also releases the quota, and a change back to an open state takes it again. No attempt of an earlier run counts
 * any more: at an end from the same transaction on, otherwise from the answer on.
 */
export async function changeJob(job: StoredJob, change: Change): Promise<StoredJob | 'quota' | undefined> {
  const after = { ...job, ...change };
  const fields = Object.keys(change) as (keyof Change)[];
  const set = fields.filter((field) => change[field] !== undefined).map((field) => `#${field} = :${field}`);
  const remove = fields.filter((field) => change[field] === undefined).map((field) => `#${field}`);
  const [ends, opens] = [isEnded(after) && !isEnded(job), isEnded(job) && !isEnded(after)];
  const update = {
    ...itemOf(tables.jobs, { jobId: job.jobId }),
    UpdateExpression: [
      `SET ${[...set, ...(opens ? ['#open = :open'] : [])].join(', ')}`,
      ...(remove.length + Number(ends) > 0 ? [`REMOVE ${[...remove, ...(ends ? ['#open'] : [])].join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: '#state = :was AND #run = :wasRun',
    ExpressionAttributeNames: Object.fromEntries([
      ...fields.map((field) => [`#${field}`, field]),
      ['#state', 'state'],
      ['#run', 'run'],
      ...(ends || opens ? [['#open', OPEN]] : []),
    ]) as Record<string, string>,
    ExpressionAttributeValues: {
      ...Object.fromEntries(
        fields.filter((field) => change[field] !== undefined).map((field) => [`:${field}`, change[field]]),
      ),
      ...(opens && { ':open': openShard(job.jobId) }),
      ':was': job.state,
      ':wasRun': job.run,
    },
  };
  if (!ends && !opens) {
    if (!(await writeIf(new UpdateCommand(update)))) return undefined;
    if (!isEnded(job) && openRunOf(after) !== openRunOf(job)) await takeGates(after);
    return after;
  }
  const active = after.state === 'RUNNING' ? [takeQuota(job)] : ends ? [giveQuotaBack(job)] : [];
  const refused = await transact([{ Update: update }, ...active, ...setGates(after)]);
  if (!refused) return after;
  return refused[0]?.Code === 'ConditionalCheckFailed' ? undefined : 'quota';
}

/** The last step of deleting a job. */
export async function removeJob(job: StoredJob): Promise<void> {
  await transact([
    { Delete: { ...itemOf(tables.jobs, { jobId: job.jobId }) } },
    giveQuotaBack(job),
    ...removeGates(job),
  ]);
}

/** Ids of unfinished jobs started before the given time, up to a number per shard. */
export async function openJobs(beforeMs: number, perShard: number): Promise<string[]> {
  const jobs = await queryShards<Pick<StoredJob, 'jobId'>>(shardCount(bindings.jobsTable), (shard) => ({
    ...tableOf(tables.jobs),
    ...keyCondition(open, '#open = :open AND createdAtMs < :before'),
    ExpressionAttributeNames: { '#open': OPEN },
    ExpressionAttributeValues: { ':open': shardKey(OPEN, shard), ':before': beforeMs },
    Limit: perShard,
  }));
  return jobs.map(({ jobId }) => jobId);
}

/**
 * False when these bytes exceed what one user may announce per day (UTC). If the response is lost, they count twice.
 */
export const announceBytes = (ownerId: string, bytes: number, nowMs: number): Promise<boolean> =>
  writeIf(
    new UpdateCommand({
      ...addToDay(itemOf(tables.quotas, { id: `bytes#${ownerId}#${utcDay(nowMs)}` }), {
        sum: 'bytes',
        amount: bytes,
        most: quotas.uploadBytesPerDay,
        nowMs,
      }),
    }),
  );
