// MapReduce jobs: an API, the bytes in a bucket, jobs and tasks in tables, and the machine that drives each job to its end.
import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { bindings, contract } from '../../lambdas/jobs/contract.ts';
import { BlobStore } from '../constructs/blob-store.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { MapReduce } from '../constructs/map-reduce.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ShardedTable } from '../constructs/sharded-table.ts';
import type { Target } from '../target.ts';
import type { EdgeStack } from './edge-stack.ts';
import type { PlatformStack } from './platform-stack.ts';

const OPEN = 'open';

export class JobsStack extends Stack {
  constructor(app: App, id: string, target: Target, platform: PlatformStack, edge: EdgeStack, props: StackProps) {
    super(app, id, props);
    const { alarmTopic } = platform;
    const text = (name: string) => ({ name, type: AttributeType.STRING });
    const number = (name: string) => ({ name, type: AttributeType.NUMBER });

    // A job id is a uniform hash; the shards are those of the index of open jobs, which gets every new one.
    const jobs = new ShardedTable(this, 'Jobs', {
      partitionKey: text('jobId'),
      shards: 4,
      indexes: [
        {
          indexName: 'byOwner',
          partitionKey: text('ownerId'),
          sortKey: number('createdAtMs'),
          // What a list shows: a result can be a third of a megabyte.
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: ['kind', 'state', 'reason', 'partitions', 'partitioner', 'endedAtMs'],
        },
        {
          indexName: OPEN,
          partitionKey: text(OPEN),
          sortKey: number('createdAtMs'),
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });
    // The tasks of one job are one partition: 200 at work beat 100 times a second, 400 WCU of its 1,000.
    const tasks = new ShardedTable(this, 'Tasks', {
      partitionKey: text('jobId'),
      sortKey: text('taskId'),
      shards: 1,
    });
    const uploads = new ShardedTable(this, 'Uploads', { partitionKey: text('uploadId'), shards: 1 });
    const quotas = new ShardedTable(this, 'Quotas', { partitionKey: text('id'), shards: 1 });
    const blobs = new BlobStore(this, 'Blobs', {
      keepDays: { 'uploads/': 7, 'work/': 7, 'results/': 30, 'samples/': 30 },
      origin: edge.publicUrl,
      name: edge.bucketNames.jobs,
    });

    const advance = new ServiceFunction(this, 'jobs/advance-job', {
      alarmTopic,
      timeoutSeconds: 120,
      memoryMb: 1024,
    })
      .bind(bindings.jobsTable, jobs.allow('GetItem', 'UpdateItem', 'DeleteItem'))
      .bind(bindings.tasksTable, tasks.allow('Query', 'UpdateItem', 'DeleteItem'))
      .bind(bindings.uploadsTable, uploads.allow('BatchGetItem', 'DeleteItem'))
      .bind(bindings.quotasTable, quotas.allow('UpdateItem'))
      .bind(
        bindings.bucket,
        blobs.allow(
          ['uploads/', 'work/', 'results/', 'samples/'],
          ['GetObject', 'PutObject', 'DeleteObject', 'AbortMultipartUpload'],
          true,
        ),
      );
    // 1,769 MB is one vCPU, and one thread is what a task uses.
    const runTask = new ServiceFunction(this, 'jobs/run-task', { alarmTopic, timeoutSeconds: 900, memoryMb: 1769 })
      .bind(bindings.jobsTable, jobs.allow('GetItem', 'ConditionCheckItem'))
      .bind(bindings.tasksTable, tasks.allow('GetItem', 'Query', 'UpdateItem'))
      .bind(bindings.bucket, blobs.allow(['uploads/', 'samples/'], ['GetObject'], true))
      .bind(
        bindings.bucket,
        blobs.allow(['work/', 'results/'], ['GetObject', 'PutObject', 'DeleteObject', 'AbortMultipartUpload']),
      );
    const machine = new MapReduce(this, 'jobs/map-reduce', {
      advance,
      runTask,
      bucket: blobs.bucket,
      atOnce: target.tasksAtOnce,
    });

    new HttpService(this, 'Http', contract, platform).function
      .bind(bindings.jobsTable, jobs.allowWithIndex('byOwner', 'GetItem', 'PutItem', 'UpdateItem'))
      .bind(bindings.tasksTable, tasks.allow('Query'))
      .bind(bindings.uploadsTable, uploads.allow('GetItem', 'BatchGetItem', 'PutItem'))
      .bind(bindings.quotasTable, quotas.allow('UpdateItem'))
      // What it signs, others do with its rights.
      .bind(bindings.bucket, blobs.allow(['uploads/'], ['PutObject', 'GetObject'], true))
      .bind(bindings.bucket, blobs.allow(['results/'], ['GetObject']))
      .bind(bindings.machineArn, machine.allow('DescribeExecution', 'StopExecution'));

    const reconcile = new ServiceFunction(this, 'jobs/reconcile', { alarmTopic, timeoutSeconds: 60 })
      .bind(bindings.jobsTable, jobs.allowWithIndex(OPEN, 'GetItem', 'UpdateItem'))
      .bind(bindings.machineArn, machine.allow('DescribeExecution'));
    new EveryMinute(this, 'EveryMinute', reconcile);
    // An execution that ends badly does not wait for the minute. Best effort on AWS, so the schedule is what is sure.
    new Rule(this, 'RunEndedBadly', {
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [machine.stateMachineArn] },
      },
      targets: [new LambdaFunction(reconcile)],
    });
  }
}
