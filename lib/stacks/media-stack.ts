// Media: uploads go to a quarantine bucket, S3 tells a queue, its worker judges them and makes renditions; the CDN serves public copies.
import { type App, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { bindings, contract } from '../../lambdas/media/contract.ts';
import { value } from '../constructs/binding.ts';
import { BlobStore } from '../constructs/blob-store.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ShardedTable } from '../constructs/sharded-table.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { EdgeStack } from './edge-stack.ts';
import type { PlatformStack } from './platform-stack.ts';

const UPLOADS = 'uploads/';
const RENDITIONS = 'renditions/';
const PUBLISHED = 'media/';

export class MediaStack extends Stack {
  constructor(app: App, id: string, platform: PlatformStack, edge: EdgeStack, props: StackProps) {
    super(app, id, props);
    const { alarmTopic } = platform;
    const text = (name: string) => ({ name, type: AttributeType.STRING });
    const media = new ShardedTable(this, 'Media', {
      partitionKey: text('mediaId'),
      shards: 4,
      indexes: [
        { indexName: 'byOwner', partitionKey: text('ownerId'), sortKey: text('position') },
        { indexName: 'shown', partitionKey: text('shown'), sortKey: text('position') },
        {
          indexName: 'due',
          partitionKey: text('due'),
          sortKey: { name: 'dueAtMs', type: AttributeType.NUMBER },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });
    const quotas = new ShardedTable(this, 'Quotas', { partitionKey: text('ownerId'), shards: 1 });
    const quarantine = new BlobStore(this, 'Quarantine', {
      keepDays: { [UPLOADS]: 1 },
      origin: edge.publicUrl,
      name: edge.bucketNames.quarantine,
    });
    const renditions = new BlobStore(this, 'Renditions', { keepDays: {}, name: edge.bucketNames.renditions });

    // 1,769 MB is one vCPU, and one thread is what a picture uses; it has the least rights of all, for it decodes what strangers send.
    const images = new WorkQueue(this, 'media/process-image', alarmTopic, {
      timeoutSeconds: 30,
      memoryMb: 1769,
      batchSize: 1,
      runbook: 'uploads-parked',
    });
    images.function
      .bind(bindings.mediaTable, media.allow('GetItem', 'PutItem'))
      .bind(bindings.quotasTable, quotas.allow('UpdateItem'))
      .bind(bindings.quarantine, quarantine.allow([UPLOADS], ['GetObject'], true))
      .bind(bindings.renditions, renditions.allow([RENDITIONS], ['PutObject']));
    quarantine.notify(images.queue);

    const http = new HttpService(this, 'Http', contract, platform).function
      .bind(bindings.mediaTable, media.allowWithIndexes(['byOwner', 'shown'], 'GetItem', 'PutItem', 'DeleteItem'))
      .bind(bindings.publicUrl, value(edge.publicUrl))
      // What it signs, others do with its rights.
      .bind(bindings.quarantine, quarantine.allow([UPLOADS], ['PutObject']));
    const sweep = new ServiceFunction(this, 'media/sweep', { alarmTopic, timeoutSeconds: 60 })
      .bind(bindings.mediaTable, media.allowWithIndex('due', 'GetItem', 'PutItem', 'DeleteItem'))
      .bind(bindings.quarantine, quarantine.allow([UPLOADS], ['GetObject']))
      .bind(bindings.workQueue, images.allowSending());
    // Both bring the bytes to what the record says: the one when it is asked to, the other where that was interrupted.
    for (const settler of [http, sweep]) {
      settler
        .bind(bindings.quotasTable, quotas.allow('UpdateItem'))
        .bind(bindings.quarantine, quarantine.allow([UPLOADS], ['DeleteObject'], true))
        .bind(bindings.renditions, renditions.allow([RENDITIONS], ['GetObject', 'DeleteObject'], true))
        .bind(bindings.published, edge.published.allow([PUBLISHED], ['PutObject', 'DeleteObject'], true))
        .bind(bindings.distribution, edge.allowInvalidating());
    }
    new Rule(this, 'EveryMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(sweep)],
    });
  }
}
