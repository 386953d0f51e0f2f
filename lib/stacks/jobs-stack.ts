// MapReduce jobs: an API, a bucket for the bytes, tables of jobs and tasks, and the state machine that drives each job.
import { type App, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { bindings, contract } from '../../lambdas/jobs/contract.ts';
import { value } from '../constructs/binding.ts';
import { BlobStore } from '../constructs/blob-store.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { MapReduce } from '../constructs/map-reduce.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';

export class JobsStack extends Stack {
  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { target, platform, edge } = props;
    const { alarmTopic } = platform;
    const { tables, buckets } = contract;
    const jobs = new Table(this, tables.jobs);
    const tasks = new Table(this, tables.tasks);
    const uploads = new Table(this, tables.uploads);
    const quotas = new Table(this, tables.quotas);
    const blobs = new BlobStore(this, buckets.blobs, edge.publicUrl);
    const { uploads: uploaded, work, results, samples } = buckets.blobs.prefix;

    const advance = new ServiceFunction(this, 'jobs/advance-job', {
      alarmTopic,
      timeoutSeconds: 120,
      memoryMb: 1024,
    })
      .bind(jobs.allow('GetItem', 'UpdateItem', 'DeleteItem'))
      .bind(tasks.allow('Query', 'UpdateItem', 'DeleteItem'))
      .bind(uploads.allow('BatchGetItem', 'UpdateItem', 'DeleteItem'))
      .bind(quotas.allow('UpdateItem'))
      .bind(
        blobs.allow(
          [uploaded, work, results, samples],
          ['GetObject', 'PutObject', 'DeleteObject', 'AbortMultipartUpload'],
          true,
        ),
      );
    // 1,769 MB is one vCPU, and a task uses one thread.
    const runTask = new ServiceFunction(this, 'jobs/run-task', { alarmTopic, timeoutSeconds: 900, memoryMb: 1769 })
      .bind(jobs.allow('GetItem', 'ConditionCheckItem'))
      .bind(tasks.allow('GetItem', 'Query', 'UpdateItem'))
      .bind(blobs.allow([uploaded, samples], ['GetObject'], true))
      .bind(blobs.allow([work, results], ['GetObject', 'PutObject', 'DeleteObject', 'AbortMultipartUpload']));
    const machine = new MapReduce(this, 'jobs/map-reduce', {
      advance,
      runTask,
      blobs,
      lists: work,
      atOnce: target.tasksAtOnce,
    });

    const http = new HttpService(this, 'Http', contract, platform).function
      .bind(jobs.allowWithIndex(tables.jobs.index.byOwner, 'GetItem', 'PutItem', 'UpdateItem'))
      .bind(tasks.allow('Query'))
      .bind(uploads.allow('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'))
      .bind(quotas.allow('UpdateItem'))
      // Clients use the presigned URLs with this function's permissions.
      .bind(blobs.allow([uploaded], ['PutObject', 'GetObject', 'ListMultipartUploadParts'], true))
      .bind(blobs.allow([results], ['GetObject']))
      .bind(bindings.machineArn, machine.allow('DescribeExecution', 'StopExecution'));
    if (target.dailyJobGb !== undefined) http.bind(bindings.dailyBytes, value(String(target.dailyJobGb * 1e9)));

    const reconcile = new ServiceFunction(this, 'jobs/reconcile', { alarmTopic, timeoutSeconds: 60 })
      .bind(jobs.allowWithIndex(tables.jobs.index.open, 'GetItem', 'UpdateItem'))
      .bind(bindings.machineArn, machine.allow('DescribeExecution'));
    new EveryMinute(this, 'EveryMinute', reconcile);
    // A failed execution need not wait for the minute. This event is best effort; the schedule is reliable.
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
