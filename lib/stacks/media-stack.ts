// Media: uploads go to a quarantine bucket, S3 tells a queue, its worker judges them and makes renditions of pictures. Videos that were
// found good go to a stream; its reader asks a queue for their parts, which workers make. The CDN serves public copies.
import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { bindings, contract } from '../../lambdas/media/contract.ts';
import { value } from '../constructs/binding.ts';
import { BlobStore } from '../constructs/blob-store.ts';
import { EventStream } from '../constructs/event-stream.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { Outbox } from '../constructs/outbox.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ShardedTable } from '../constructs/sharded-table.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { Target } from '../target.ts';
import type { EdgeStack } from './edge-stack.ts';
import { addCaptions, TRANSCRIPTS } from './media-captions.ts';
import type { PlatformStack } from './platform-stack.ts';

const UPLOADS = 'uploads/';
const RENDITIONS = 'renditions/';
const PUBLISHED = 'media/';
/** The largest upload, and what is made of it at a time. */
const DISK_MB = 2048;

export class MediaStack extends Stack {
  constructor(app: App, id: string, target: Target, platform: PlatformStack, edge: EdgeStack, props: StackProps) {
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
    const renditions = new BlobStore(this, 'Renditions', {
      keepDays: { [TRANSCRIPTS]: 1 },
      origin: edge.publicUrl,
      name: edge.bucketNames.renditions,
    });
    const parts = new ShardedTable(this, 'Parts', { partitionKey: text('mediaId'), sortKey: text('part'), shards: 1 });
    const outbox = new Outbox(this, 'Outbox', 'media', platform);

    // 1,769 MB is one vCPU, and one thread is what a picture uses; it has the least rights of all, for it decodes what strangers send.
    const uploads = new WorkQueue(this, 'media/process-upload', alarmTopic, {
      timeoutSeconds: 90,
      memoryMb: 1769,
      diskMb: DISK_MB,
      batchSize: 1,
      runbook: 'uploads-parked',
    });
    quarantine.notify(uploads.queue);
    const accepted = new EventStream(this, 'Accepted', { shards: 1 });
    uploads.function
      .bind(bindings.mediaTable, media.allow('GetItem', 'PutItem'))
      .bind(bindings.quotasTable, quotas.allow('UpdateItem'))
      .bind(bindings.quarantine, quarantine.allow([UPLOADS], ['GetObject'], true))
      .bind(bindings.renditions, renditions.allow([RENDITIONS], ['PutObject']))
      .bind(bindings.videoStream, accepted.allow('PutRecord'));

    const encoding = new WorkQueue(this, 'media/encode-part', alarmTopic, {
      timeoutSeconds: 180,
      memoryMb: 1769,
      diskMb: DISK_MB,
      batchSize: 1,
      runbook: 'video-parts-parked',
    });
    encoding.function
      .bind(bindings.mediaTable, media.allow('GetItem', 'PutItem'))
      .bind(bindings.quotasTable, quotas.allow('UpdateItem'))
      .bind(bindings.partsTable, parts.allow('GetItem', 'UpdateItem', 'Query'))
      .bind(bindings.quarantine, quarantine.allow([UPLOADS], ['GetObject'], true))
      .bind(bindings.renditions, renditions.allow([RENDITIONS], ['PutObject']));
    const transcoder = new ServiceFunction(this, 'media/plan-transcode', { alarmTopic, timeoutSeconds: 20 })
      .bind(bindings.mediaTable, media.allow('GetItem'))
      .bind(bindings.partsTable, parts.allow('Query'))
      .bind(bindings.encodeQueue, encoding.allowSending());
    accepted.consumedBy(transcoder, { batchSize: 10, windowSeconds: 0, alarmTopic });
    addCaptions(this, { accepted, media, parts, outbox, quarantine, renditions }, target, platform, edge);

    const http = new HttpService(this, 'Http', contract, platform).function
      .bind(bindings.mediaTable, media.allowWithIndexes(['byOwner', 'shown'], 'GetItem', 'PutItem', 'DeleteItem'))
      // What it signs, others do with its rights.
      .bind(bindings.quarantine, quarantine.allow([UPLOADS], ['GetObject', 'PutObject', 'ListMultipartUploadParts']));
    const sweep = new ServiceFunction(this, 'media/sweep', { alarmTopic, timeoutSeconds: 60 })
      .bind(bindings.mediaTable, media.allowWithIndex('due', 'GetItem', 'PutItem', 'DeleteItem'))
      .bind(bindings.quarantine, quarantine.allow([UPLOADS], ['GetObject']))
      .bind(bindings.workQueue, uploads.allowSending());
    // Both bring the bytes to what the record says: the one when it is asked to, the other where that was interrupted.
    for (const settler of [http, sweep]) {
      settler
        .bind(bindings.publicUrl, value(edge.publicUrl))
        .bind(bindings.quotasTable, quotas.allow('UpdateItem'))
        .bind(bindings.partsTable, parts.allow('Query', 'BatchWriteItem'))
        .bind(bindings.quarantine, quarantine.allow([UPLOADS], ['DeleteObject', 'AbortMultipartUpload'], true))
        .bind(bindings.renditions, renditions.allow([RENDITIONS], ['GetObject', 'DeleteObject'], true))
        .bind(bindings.published, edge.published.allow([PUBLISHED], ['PutObject', 'DeleteObject'], true))
        .bind(bindings.videoStream, accepted.allow('PutRecord'))
        .bind(bindings.distribution, edge.allowInvalidating());
      outbox.bindTo(settler);
    }
    new EveryMinute(this, 'EveryMinute', sweep);
  }
}
